import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rmsOf } from '../dsp/level.ts';
import { saveWav, tone } from '../testing/sounds.ts';
import { TestStacks } from '../testing/test-stacks.ts';

/** A busy machine may take its time. */
const SLOW = { timeout: 15_000 };

let t: TestStacks;
beforeAll(() => {
  t = new TestStacks({ taskLimits: { seconds: 20, megabytes: 300 } });
  saveWav(t.path('tone.wav'), tone(440, 0.2));
});
afterAll(() => t.close());

function module(name: string, source: string, extension = 'js'): void {
  writeFileSync(join(t.modules, `vt_module_${name}.${extension}`), source);
}
const scale = (factor: string) => `
  export function process_half(inFilename, parameters, outFilename, tools) {
    const { rate, channels } = tools.readSound(inFilename);
    tools.writeSound(outFilename, { rate, channels: channels.map(c => c.map(x => x * ${factor})) });
    return outFilename;
  }`;
const level = async (stack: object[]) =>
  rmsOf((await t.sound({ file: 'tone.wav', stack, format_options: { bits: 24 } })).channels);
const plain = rmsOf(tone(440, 0.2).channels);

describe("a user's module", () => {
  it('is found without a restart, and loaded again when it was edited', async () => {
    const stack = [{ module: 'half' }];
    expect((await t.ask({ file: 'tone.wav', stack })).details).toMatch(/Unknown module 'half'/);
    module('half', scale('0.5'));
    expect((await level(stack)) / plain).toBeCloseTo(0.5, 4);
    module('half', scale('0.25'));
    expect((await level(stack)) / plain).toBeCloseTo(0.25, 4);
  });

  it('may be TypeScript and tell its parameters, which are checked', async () => {
    module(
      'louder',
      `interface Sound { readonly rate: number; readonly channels: readonly Float64Array[] }
       interface Tools { readSound(path: string): Sound; writeSound(path: string, sound: Sound): void }
       export const about = {
         title: 'Louder',
         summary: 'Multiplies.',
         version: '2',
         parameters: [{ name: 'times', label: 'Times', help: '', kind: 'number', min: 0, max: 2, default: 2 }],
       };
       export function process_louder(from: string, p: { times: number }, to: string, tools: Tools): string {
         const sound: Sound = tools.readSound(from);
         tools.writeSound(to, { rate: sound.rate, channels: sound.channels.map(c => c.map(x => x * p.times)) });
         return to;
       }`,
      'ts',
    );
    expect((await level([{ module: 'louder', times: '1.5' }])) / plain).toBeCloseTo(1.5, 4);
    expect((await t.ask({ file: 'tone.wav', stack: [{ module: 'louder', times: 3 }] })).details).toMatch(
      /the most is 2/,
    );
    const listed = (await t.stacks.modules()).find(one => one.name === 'louder');
    expect(listed).toMatchObject({
      title: 'Louder',
      origin: 'user',
      fault: '',
      parameters: [{ name: 'times' }],
    });
  });

  it('may keep files and ask for sounds', async () => {
    module(
      'keeper',
      `import { readFileSync } from 'node:fs';
       export const about = { version: '1', sources: (file, p) => [{ file: p.other, stack: [{ module: 'gain', db: -6.0206 }] }] };
       export function process_keeper(from, p, to, tools) {
         const bytes = tools.kept('txt', { a: 1 }, () => new TextEncoder().encode('made'));
         if (new TextDecoder().decode(bytes) !== 'made') throw new Error('not kept');
         tools.writeSound(to, tools.readSound(tools.sources[0]));
         return to;
       }`,
    );
    expect((await level([{ module: 'keeper', other: t.path('tone.wav') }])) / plain).toBeCloseTo(0.5, 3);
    expect(
      (await t.ask({ file: 'tone.wav', stack: [{ module: 'keeper', other: '/nope.wav' }] })).details,
    ).toMatch(/nope/);
  });

  it('may be CommonJS in a folder that says nothing about it', async () => {
    module(
      'common',
      `module.exports = { process_common: (a, p, b, tools) => { tools.writeSound(b, tools.readSound(a)); return b; } };`,
    );
    expect(await level([{ module: 'common' }])).toBeCloseTo(plain, 4);
  });

  it('cannot take the name of one of ours', async () => {
    module('pad', 'throw new Error("never loaded")');
    expect((await t.ask({ file: 'tone.wav', stack: [{ module: 'pad' }] })).out).toBe('ok');
  });

  it.each([
    [
      'throws',
      `export function process_throws() { throw new Error('no luck today\\nstack'); }`,
      /'throws' failed on 'tone\.wav': no luck today$/,
    ],
    ['exits', `export function process_exits() { process.exit(3); }`, /'exits' ended unexpectedly/],
    [
      'eats',
      `export function process_eats() { const all = []; for (;;) all.push(new Array(4e6).fill(1.5)); }`,
      /'eats'.*300 MB/,
    ],
    [
      'swallows',
      `export function process_swallows() { const all = []; for (;;) all.push(new Float64Array(1e6).fill(1)); }`,
      /'swallows'.*300 MB/,
    ],
    ['forgets', `export function process_forgets(a, p, b) { return b; }`, /'forgets'.*wrote no file/],
    ['renames', `export function process_renames(a, p, b) { return a; }`, /'renames'.*another name/],
    [
      'babbles',
      `import { writeFileSync } from 'node:fs'; export function process_babbles(a, p, b) { writeFileSync(b, 'babble'); return b; }`,
      /neither WAV nor FLAC/,
    ],
    ['nothing', `export const x = 1;`, /does not export a function process_nothing/],
    ['broken', `export function process_broken( {`, /cannot be loaded/],
    ['rejects', `export async function process_rejects() { await null; throw 'just text'; }`, /just text/],
  ])('that %s costs its own query only', async (name, source, pattern) => {
    module(name, source);
    const reply = await t.ask({ file: 'tone.wav', stack: [{ module: name }] });
    expect(reply.out).toBe('error');
    expect(reply.details).toMatch(pattern);
    expect((await t.ask({ file: 'tone.wav', stack: [{ module: 'gain', db: name.length }] })).out).toBe('ok');
  });

  it('that hangs is stopped when its time is over', async () => {
    module('hangs', 'export function process_hangs() { for (;;); }');
    const brief = new TestStacks({
      taskLimits: { seconds: 1 },
      moduleFolders: () => [{ path: t.modules, origin: 'user' }],
    });
    saveWav(brief.path('tone.wav'), tone(440, 0.2));
    const reply = await brief.ask({ file: 'tone.wav', stack: [{ module: 'hangs' }] });
    expect(reply.details).toMatch(/'hangs' was stopped after 1 s/);
    await brief.close();
  });

  it('does not hold up pictures and lists while it works', async () => {
    const gate = t.path('gate');
    module(
      'busy',
      `import { existsSync } from 'node:fs';
       export function process_busy(a, p, b, t) { while (!existsSync(p.gate)); t.writeSound(b, t.readSound(a)); return b; }`,
    );
    const long = t.ask({ file: 'tone.wav', stack: [{ module: 'busy', gate }] });
    await expect.poll(() => t.stacks.runningJobs, SLOW).toBe(1);
    expect(await t.stacks.view({ kind: 'peaks', file: 'tone.wav', columns: 4 })).toHaveProperty('peaks');
    writeFileSync(gate, '');
    expect((await long).out).toBe('ok');
  });

  it('is listed with its fault when it cannot be loaded', async () => {
    mkdirSync(join(t.modules, 'vt_module_folder.js'));
    const listed = await t.stacks.modules();
    expect(listed.find(one => one.name === 'broken')?.fault).not.toBe('');
    expect(listed.find(one => one.name === 'folder')).toBeUndefined();
    expect(listed.find(one => one.name === 'world')?.origin).toBe('app');
  });
});

describe('a job', () => {
  it('is cancelled at once, and the same query can be asked again', async () => {
    module(
      'slow',
      `export function process_slow(a, p, b, t) { const end = Date.now() + p.ms; while (Date.now() < end) t.progress(0.5); t.writeSound(b, t.readSound(a)); return b; }`,
    );
    const query = { file: 'tone.wav', stack: [{ module: 'slow', ms: 3000 }] };
    const [, plan] = await t.stacks.prepare(query);
    const job = t.stacks.start(plan);
    const joined = t.ask(query);
    await expect.poll(() => job.info().progress, SLOW).toBeGreaterThan(0.2);
    expect(t.stacks.cancel(job.plan.key)).toBe(true);
    await job.done;
    expect(job.info()).toMatchObject({ state: 'cancelled', code: 'stack.cancelled' });
    expect((await joined).details).toMatch(/cancelled/);
    expect(t.stacks.cancel(job.plan.key)).toBe(false);
    const quick = { file: 'tone.wav', stack: [{ module: 'slow', ms: 10 }] };
    expect((await t.ask(quick)).out).toBe('ok');
  });

  it('that shares work with a cancelled one goes on', async () => {
    const shared = { file: 'tone.wav', stack: [{ module: 'slow', ms: 400 }] };
    const [, planA] = await t.stacks.prepare({ file: shared, stack: [{ module: 'gain', db: 1 }] });
    const [, planB] = await t.stacks.prepare({ file: shared, stack: [{ module: 'gain', db: 2 }] });
    const a = t.stacks.start(planA);
    const b = t.stacks.start(planB);
    await expect.poll(() => b.info().progress, SLOW).toBeGreaterThan(0);
    a.cancel();
    await Promise.all([a.done, b.done]);
    expect([a.state, b.state]).toEqual(['cancelled', 'done']);
  });

  it('is refused when there are too many', async () => {
    const busy = new TestStacks({ mostJobs: 1 });
    saveWav(busy.path('tone.wav'), tone(440, 0.2));
    const replies = await Promise.all(
      [1, 2, 3].map(db => busy.ask({ file: 'tone.wav', stack: [{ module: 'gain', db }] })),
    );
    expect(replies.map(reply => reply.out).sort()).toEqual(['error', 'error', 'ok']);
    await busy.close();
  });
});
