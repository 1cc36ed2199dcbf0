import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { startWorker } from '../../threads/start-worker.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import type { ContributionKind } from '../discovery/package-manifest.ts';
import { PluginThread, type Said } from './plugin-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosspatch-hostile-'));
const threads: PluginThread[] = [];
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let modules = 0;
function world(source: string, clock: SystemClock | VirtualClock = new SystemClock()) {
  const main = join(folder, `plugin${modules++}.mjs`);
  writeFileSync(main, `import { parentPort } from 'node:worker_threads';\n${source}`);
  const said: Said[] = [];
  const downs: [string, number][] = [];
  const ups: { units: readonly number[]; fault: string | undefined }[] = [];
  const thread = new PluginThread({
    name: 'test',
    clock,
    startWorker,
    onMessage: message => void said.push(message),
    onDown: (reason, ms) => void downs.push([reason, ms]),
    onUp: (units, fault) => void ups.push({ units, fault }),
  });
  threads.push(thread);
  const load = (config: unknown = {}, kind: ContributionKind = 'source', signal?: AbortSignal) =>
    thread.load(
      {
        kind,
        name: 'p',
        main,
        config,
        dataFolder: folder,
        patchFolder: undefined,
        services: [],
        sources: [],
      },
      signal,
    );
  return { thread, load, said, downs, ups };
}

/** A source whose method `run` does what the test says. */
const running = (code: string) => `export default { load: ({ config, log, subscriptions }) => ({
  echo: value => value,
  run: async () => { ${code}; },
}) };`;

describe('a plugin that speaks over the thread itself', () => {
  it.each([
    ['nothing', 'null'],
    ['a text', '"done"'],
    ['an answer to nobody', '{ t: "done", call: -1, value: 1 }'],
    ['a message of no kind', '{ t: { toString: 1 } }'],
    ['a reason that is no text', '{ t: "failed", call: 2, message: { toString: 1, valueOf: 1 } }'],
    ['a memory that is no number', '{ t: "pong", memory: "much" }'],
  ])('sends %s: nothing happens to the engine', async (_what, message) => {
    const { load, thread, said } = world(running(`parentPort.postMessage(${message})`));
    const unit = await load();
    await thread.call(unit, 'run', []).catch(() => undefined);
    expect(await thread.call(unit, 'echo', ['still here'])).toBe('still here');
    expect(said).toEqual([]);
  });

  it.each([
    ['answers', '{ t: "done", call: -1, value: 1 }'],
    ['nothing', 'null'],
    ['pongs', '{ t: "pong", memory: 1 }'],
  ])('is ended when it floods with %s', async (_what, message) => {
    const { load, thread, downs } = world(running(`for (;;) parentPort.postMessage(${message})`));
    const unit = await load();
    await expect(thread.call(unit, 'run', [])).rejects.toThrow('messages in a second');
    expect(downs).toHaveLength(1);
  });
});

describe('a plugin that reaches beyond its thread', () => {
  it.each([
    ['a signal', 'process.kill(process.pid, "SIGKILL")', 'kill is not there'],
    [
      'a thread',
      'const { Worker } = await import("node:worker_threads"); new Worker("for(;;);", { eval: true })',
      'Worker is not there',
    ],
    ['a program', 'const { exec } = await import("child_process"); exec("true")', 'exec is not there'],
    ['native code', 'process.dlopen({ exports: {} }, "/x.node")', 'dlopen is not there'],
  ])('%s is refused', async (_what, code, reason) => {
    const { load, thread, downs } = world(running(code));
    const unit = await load();
    await expect(thread.call(unit, 'run', [])).rejects.toThrow(reason);
    expect(downs).toEqual([]);
  });

  it('may still end its own thread', async () => {
    const { load, thread, downs } = world(running('process.exit(3)'));
    await expect(thread.call(await load(), 'run', [])).rejects.toThrow('code 3');
    expect(downs).toEqual([['it ended with code 3', 1000]]);
  });
});

describe('what a plugin throws', () => {
  const PROXY = 'new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } })';

  it.each([
    ['null', 'throw null'],
    ['undefined', 'throw undefined'],
    ['a proxy that answers nothing', `throw ${PROXY}`],
    ['an error with a getter', 'throw Object.defineProperty(new Error(), "message", { get() { throw 3; } })'],
    ['a big integer', 'throw 10n'],
  ])('%s in a call costs that call alone', async (_what, code) => {
    const { load, thread, downs } = world(running(code));
    const unit = await load();
    await expect(thread.call(unit, 'run', [])).rejects.toThrow();
    expect(await thread.call(unit, 'echo', [1])).toBe(1);
    expect(downs).toEqual([]);
  });

  it.each([
    ['null', 'null'],
    ['a proxy that answers nothing', PROXY],
  ])('%s outside of any call ends its thread with a reason in words', async (_what, thrown) => {
    const { load, thread, downs } = world(running(`setTimeout(() => { throw ${thrown}; })`));
    const unit = await load();
    await thread.call(unit, 'run', []).catch(() => undefined);
    await expect.poll(() => downs.length, { timeout: 5000 }).toBe(1);
    expect(downs[0]?.[0]).toMatch(/./);
  });

  it.each([
    ['null', 'null'],
    ['a proxy that answers nothing', PROXY],
  ])('a rejection with %s that nobody waits for is told, and the thread goes on', async (_what, thrown) => {
    const { load, thread, said, downs } = world(running(`void Promise.reject(${thrown})`));
    const unit = await load();
    await thread.call(unit, 'run', []);
    await expect.poll(() => JSON.stringify(said), { timeout: 5000 }).toContain('unhandled rejection');
    expect(downs).toEqual([]);
  });
});

describe('a thread that comes and goes', () => {
  it('gives no more than it may: ten million entries stay in the thread', async () => {
    const { load, thread } = world(running('return new Array(10_000_000).fill(1)'));
    const unit = await load();
    await expect(thread.call(unit, 'run', [])).rejects.toThrow('more than 100000');
  });

  it('prints to the log', async () => {
    const { load, thread, said } = world(running('console.log("hello"); console.error("oh")'));
    await thread.call(await load(), 'run', []);
    await expect.poll(() => JSON.stringify(said), { timeout: 5000 }).toMatch(/hello.*oh/);
  });

  it('loads again after a fall only when its time has come, and then everything', async () => {
    const { load, thread, downs, ups } = world(running('process.exit(1)'));
    const [first, second] = [await load({ name: 'a' }), await load({ name: 'b' })];
    await expect(thread.call(first, 'run', [])).rejects.toThrow('code 1');
    // Whoever wants to load something now must not keep the others from coming back.
    await expect(load({ name: 'c' })).rejects.toThrow('being restarted');
    await expect.poll(() => ups, { timeout: 5000 }).toEqual([{ units: [first, second], fault: undefined }]);
    expect(await thread.call(first, 'echo', [1])).toBe(1);
    expect(await thread.call(second, 'echo', [2])).toBe(2);
    expect(downs.map(([, ms]) => ms)).toEqual([1000]);
  });

  it('one plugin that does not load again keeps none of its package from it', async () => {
    const { load, thread, ups } = world(`let loads = 0;
      export default { load: ({ config }) => {
        if (config.second && loads++ > 0) throw new Error('never');
        return { echo: value => value, run: () => process.exit(1) };
      } };
      import { existsSync, writeFileSync } from 'node:fs';
      const mark = ${JSON.stringify(join(folder, 'mark'))};
      if (existsSync(mark)) loads = 1; else writeFileSync(mark, '');`);
    const [first, second] = [await load(), await load({ second: true })];
    await expect(thread.call(first, 'run', [])).rejects.toThrow('code 1');
    await expect.poll(() => ups.length, { timeout: 5000 }).toBe(1);
    expect(ups[0]?.units).toEqual([first]);
    expect(ups[0]?.fault).toContain('never');
    expect(await thread.call(first, 'echo', [1])).toBe(1);
    await expect(thread.call(second, 'echo', [1])).rejects.toThrow('not loaded');
  });

  it('waits 1 s three times, then longer and longer up to 60 s', async () => {
    const clock = new VirtualClock();
    const { load, downs, thread } = world(running('process.exit(1)'), clock);
    const unit = await load();
    for (let fall = 1; fall <= 10; fall++) {
      await thread.call(unit, 'run', []).catch(() => undefined);
      await expect.poll(() => downs.length, { timeout: 5000 }).toBe(fall);
      clock.advance(downs.at(-1)?.[1] ?? 0);
      await expect.poll(() => thread.call(unit, 'echo', [1]).catch(() => 0), { timeout: 5000 }).toBe(1);
    }
    expect(downs.map(([, ms]) => ms / 1000)).toEqual([1, 1, 1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('disposes what a load that fails has put in `subscriptions`, last one first, and calls no unload', async () => {
    const note = (name: string) =>
      `() => appendFileSync(${JSON.stringify(join(folder, 'notes'))}, '${name} ')`;
    const { load } = world(`import { appendFileSync } from 'node:fs';
      export default { load: ({ subscriptions }) => {
        subscriptions.push(${note('a')}, () => { throw new Error('stuck'); }, ${note('b')});
        throw new Error('no key');
      }, unload: ${note('unload')} };`);
    await expect(load()).rejects.toThrow('no key');
    expect(readFileSync(join(folder, 'notes'), 'utf8')).toBe('b a ');
  });

  it('what loads too late is unloaded, once', async () => {
    const { load, thread, said } = world(`export default { load: async ({ config, log }) => {
      if (config.slow) await new Promise(resolve => setTimeout(resolve, 300));
      return { echo: value => value, unload: () => log.info('gone') };
    } };`);
    const stays = await load();
    const abort = new AbortController();
    const late = load({ slow: true }, 'source', abort.signal);
    abort.abort();
    await expect(late).rejects.toThrow('given up');
    await expect.poll(() => said.length, { timeout: 5000 }).toBe(1);
    expect(await thread.call(stays, 'echo', [1])).toBe(1);
    expect(said).toMatchObject([{ t: 'log', text: 'gone' }]);
  });

  it('leaves nothing behind after fifty reloads: unloaded once each, its thread ended', async () => {
    const { load, thread, said } = world(`export default { load: ({ bus, log, sources }) => {
      bus.subscribe(() => undefined);
      return { unload: () => log.info('gone') };
    } };`);
    const keeps = await load();
    for (let count = 0; count < 50; count++) await thread.unload(await load());
    expect(said.filter(message => message.t === 'log')).toHaveLength(50);
    await thread.unload(keeps);
    expect(said).toHaveLength(51);
    expect(thread.running).toBe(false);
  });

  it('an endless loop in unload holds nobody for more than its time', async () => {
    const { load, thread } = world(`export default { load: () => ({ unload: () => { for (;;); } }) };`);
    const unit = await load();
    await expect(thread.unload(unit)).rejects.toThrow('2000 ms');
    expect(thread.running).toBe(false);
  });
});
