import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { ContributionKind } from '../discovery/package-manifest.ts';
import { startWorker } from '../../threads/start-worker.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import { PluginThread } from './plugin-thread.ts';
import type { FromPlugin } from './protocol.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosspatch-plugin-'));
const threads: PluginThread[] = [];
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let modules = 0;
function world(source: string, kind: ContributionKind = 'source') {
  const main = join(folder, `plugin${modules++}.mjs`);
  writeFileSync(main, source);
  const said: FromPlugin[] = [];
  const downs: string[] = [];
  let up: () => void = () => undefined;
  const risen = new Promise<void>(resolve => (up = resolve));
  const thread = new PluginThread({
    name: 'test',
    clock: new SystemClock(),
    startWorker,
    onMessage: (message, reply) => {
      said.push(message);
      if (message.t === 'service') reply({ t: 'done', call: message.call, value: ['found'] });
    },
    onDown: reason => void downs.push(reason),
    onUp: () => up(),
  });
  threads.push(thread);
  const load = (config: unknown = {}) =>
    thread.load({
      kind,
      name: 'p',
      main,
      config,
      dataFolder: folder,
      patchFolder: undefined,
      services: ['lookup'],
      sources: [],
    });
  return { thread, load, said, downs, risen };
}

const SOURCE = `export default class {
  load({ config, makeEntry, log }) {
    log.info('loaded ' + config.name);
    return {
      search: (term, { user }) => [makeEntry({ term, user, name: config.name })],
      loop: () => { for (;;); },
      exit: () => process.exit(3),
      throws: () => { throw new Error('no luck'); },
      unclonable: () => () => 1,
      eat: () => { const all = []; for (;;) all.push(new Array(1e6).fill(1.5)); },
      env: () => Object.keys(process.env).length,
      pollute: () => { Object.prototype.polluted = true; Array.prototype.map = () => 'gone'; return [1, 2]; },
      wait: (_, { signal }) => new Promise((_, no) => signal.addEventListener('abort', () => no(new Error('stop')))),
    };
  }
}`;

describe('PluginThread', () => {
  it('loads a class, runs its methods and passes on its log', async () => {
    const { load, thread, said } = world(SOURCE);
    const unit = await load({ name: 'A' });
    const entries = await thread.call(unit, 'search', ['lice', { user: 'u', signal: null }]);
    expect(entries).toEqual([{ fields: { term: 'lice', user: 'u', name: 'A' }, relations: {} }]);
    expect(said).toContainEqual({ t: 'log', level: 'info', text: 'loaded A' });
    expect(await thread.call(unit, 'env', [])).toBe(0);
  });

  it('keeps faults of a call to that call', async () => {
    const { load, thread, downs } = world(SOURCE);
    const unit = await load({ name: 'A' });
    await expect(thread.call(unit, 'throws', [])).rejects.toThrow('no luck');
    await expect(thread.call(unit, 'missing', [])).rejects.toThrow('no method');
    await expect(thread.call(unit, 'unclonable', [])).rejects.toThrow();
    expect(await thread.call(unit, 'pollute', [])).toEqual([1, 2]);
    expect('polluted' in {}).toBe(false);
    expect([1].map(x => x)).toEqual([1]);
    expect(downs).toEqual([]);
  });

  it('tells the plugin that a call was given up', async () => {
    const { load, thread } = world(SOURCE);
    const unit = await load({ name: 'A' });
    const abort = new AbortController();
    const call = thread.call(unit, 'wait', ['', { signal: null }], abort.signal);
    abort.abort();
    await expect(call).rejects.toThrow('given up');
  });

  it.each([
    ['an endless loop', 'loop', 'did not answer'],
    ['its exit', 'exit', 'code 3'],
    ['a memory leak', 'eat', 'memory'],
  ])(
    'survives %s: the call fails, and the thread comes back with what was loaded',
    async (_what, method, reason) => {
      const { load, thread, downs, risen } = world(SOURCE);
      const unit = await load({ name: 'A' });
      await expect(thread.call(unit, method, [])).rejects.toThrow();
      expect(downs.join()).toContain(reason);
      await expect(thread.call(unit, 'search', ['x', {}])).rejects.toThrow('being restarted');
      await risen;
      expect(await thread.call(unit, 'search', ['x', { user: 'u' }])).toHaveLength(1);
    },
  );

  it.each([
    ['throws at import', 'throw new Error("bad day");', 'bad day'],
    ['has a syntax error', 'export default {', 'Unexpected'],
    ['exports nothing', 'export const x = 1;', 'exports no plugin'],
    ['throws in load', 'export default { load() { throw new Error("no key"); } };', 'no key'],
  ])('says why a plugin that %s is not loaded', async (_what, source, reason) => {
    const { load } = world(source);
    await expect(load()).rejects.toThrow(reason);
  });

  it('wants a callable from a service', async () => {
    const good = world('export default { load: () => async ({ term }) => term.toUpperCase() };', 'service');
    const unit = await good.load();
    expect(
      await good.thread.call(unit, 'call', [
        { op: 'x', term: 'abc' },
        { client: '', signal: null },
      ]),
    ).toBe('ABC');
    const bad = world('export default { load: () => 42 };', 'service');
    await expect(bad.load()).rejects.toThrow('callable');
  });

  it('lets a view call services', async () => {
    const { load, thread } = world(
      'export default { load: async ({ services }) => ({ ask: () => services.get("lookup")({ op: "find" }) }) };',
      'view',
    );
    const unit = await load();
    expect(await thread.call(unit, 'ask', [])).toEqual(['found']);
  });
});
