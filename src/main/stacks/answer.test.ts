import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSound } from './audio/read-sound.ts';
import { jobPathOf } from './cache/job-file.ts';
import { saveWav, tone, vowel } from './testing/sounds.ts';
import { TestStacks } from './testing/test-stacks.ts';

/** A busy machine may take its time. */
const SLOW = { timeout: 15_000 };

let t: TestStacks;
const sound = vowel({ seconds: 0.3 });
beforeAll(() => {
  t = new TestStacks();
  saveWav(t.path('beer.wav'), sound);
  saveWav(t.path('tone.wav'), tone(1000, 0.4, 48_000));
  writeFileSync(t.path('hostname'), 'x');
  mkdirSync(t.path('folder.wav'));
});
afterAll(() => t.close());

describe('a query', () => {
  it('with an empty stack gives the samples as they are', async () => {
    for (const format of ['flac', 'wav']) {
      const result = await t.sound({ file: 'beer.wav', stack: [], format });
      expect(result).toEqual(sound);
    }
  });

  it('turns time around exactly', async () => {
    const result = await t.sound({ file: 'beer.wav', stack: [{ module: 'time-reverse' }] });
    expect(result.channels[0]).toEqual(sound.channels[0]!.toReversed());
  });

  it('is found again, with a job file beside every file', async () => {
    const query = {
      file: 'beer.wav',
      stack: [
        { module: 'ramp', duration: 0.05 },
        { module: 'pad', before: 0.5 },
      ],
    };
    const first = await t.ask(query);
    const before = t.stacks.jobs().length;
    expect(await t.ask(query)).toEqual(first);
    expect(t.stacks.jobs().length).toBe(before);
    const job = JSON.parse(readFileSync(jobPathOf(first.details), 'utf8')) as Record<string, unknown>;
    expect(job).toMatchObject({
      target_file: first.details,
      source_files: [t.path('beer.wav')],
      cache_expiration: { hours: 730 },
      versions: { ramp: '1', pad: '1' },
    });
    expect(first.details).toMatch(/cache\/([a-z2-7])\/\1[a-z2-7]{47}\.flac$/);
  });

  it('has one key for the same meaning and another for another result', async () => {
    const key = async (fields: object) =>
      (await t.ask({ file: 'beer.wav', mode: 'hash', ...fields })).details;
    const plain = await key({ stack: [{ module: 'pad', before: 1, after: 2 }] });
    expect(await key({ stack: [{ after: 2, before: '1.0', module: 'pad' }] })).toBe(plain);
    expect(await key({ stack: [{ module: 'pad', before: 1, after: 2 }], format: 'wav' })).not.toBe(plain);
    expect(await key({ stack: [{ module: 'pad', before: 1, after: 3 }] })).not.toBe(plain);
    expect(await key({ file: ['beer.wav', 'beer.wav'] })).toMatch(/^M/);
    expect(await key({ file: { file: 'beer.wav' } })).toMatch(/^S/);
  });

  it('sees that a source file was changed', async () => {
    const path = saveWav(t.path('changing.wav'), tone(500, 0.1));
    const query = { file: path, stack: [{ module: 'time-reverse' }] };
    const first = await t.ask(query);
    saveWav(path, tone(600, 0.1));
    utimesSync(path, 1, 1);
    const second = await t.ask(query);
    expect(second.out).toBe('ok');
    expect(second.details).not.toBe(first.details);
  });

  it('takes sub-queries as files, in lists, in modules, and without a stack', async () => {
    const sub = { file: 'beer.wav', stack: [{ module: 'pad', before: 0.1 }] };
    const length = sound.channels[0]!.length;
    const joined = await t.sound({ file: [sub, 'beer.wav', { file: 'beer.wav' }], stack: [] });
    expect(joined.channels[0]!.length).toBe(3 * length + 4410);
    const mixed = await t.sound({
      file: 'beer.wav',
      stack: [{ module: 'mixin', file: sub, levels: [0, -6] }],
    });
    expect(mixed.channels[0]!.length).toBe(length + 4410);
    const deep = await t.sound({ file: { file: { file: sub } } });
    expect(deep.channels[0]!.length).toBe(length + 4410);
  });

  it('loses no bits between steps', async () => {
    const quieter = { module: 'gain', db: -90 };
    const louder = { module: 'gain', db: 90 };
    const result = await t.sound({ file: 'beer.wav', stack: [quieter, louder] });
    expect(result).toEqual(sound);
  });

  it('begins without waiting, and the same query again gives the result', async () => {
    const query = { file: 'beer.wav', mode: undefined, stack: [{ module: 'pad', after: 0.2 }] };
    const first = await t.ask(query);
    expect(first.out).toBe('wait');
    expect(first.details).toMatch(/^Job started at \d\d\/\d\d\/\d{4}, \d\d:\d\d:\d\d$/);
    await expect.poll(async () => (await t.ask(query)).out, SLOW).toBe('ok');
  });

  it('tells a failure to everybody who polls', async () => {
    const query = { file: 'beer.wav', mode: 'async', stack: [{ module: 'slice', start: 0.2, end: 0.1 }] };
    expect((await t.ask(query)).out).toBe('wait');
    await expect.poll(async () => (await t.ask(query)).out, SLOW).toBe('error');
    expect((await t.ask(query)).details).toContain('[slice]');
  });

  it.each(['ramp', 'pad', 'world', 'nosuch'])('joins the same or an overlapping query (%s)', async module => {
    const shared = {
      file: 'beer.wav',
      stack: [
        { module: 'pad', before: Math.PI },
        { module, duration: 0.1 },
      ],
    };
    const asked = [{ file: shared }, { file: shared }, { file: [shared, shared] }, shared];
    const replies = await Promise.all(asked.map(query => t.ask(query)));
    const outs = new Set(replies.map(reply => reply.out));
    expect(outs.size).toBe(1);
    expect(outs.has('wait')).toBe(false);
  });
});

describe('a wrong query', () => {
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ['no object', [1], /no object/],
    ['no action', {}, /'action'/],
    ['wrong action', { action: 'dance' }, /'action'.*dance/],
    ['wrong mode', { action: 'process', mode: 'later', file: 'beer.wav' }, /'mode'.*later/],
    ['no file', { action: 'process' }, /'file'.*missing/],
    ['missing file', { action: 'process', file: '/nope/x.wav' }, /\/nope\/x\.wav.*cannot be accessed/],
    ['unsupported extension', { action: 'process', file: 'hostname' }, /format of 'hostname'/],
    ['folder', { action: 'process', file: 'folder.wav' }, /not supported/],
    ['generator', { action: 'process', file: '@gen(1)' }, /Generators/],
    ['negative cache', { action: 'process', file: 'beer.wav', cache: -1 }, /'cache'.*-1/],
    ['cache as text', { action: 'process', file: 'beer.wav', cache: '1' }, /'cache'.*"1"/],
    ['unknown format', { action: 'process', file: 'beer.wav', format: 'xyz' }, /xyz/],
    ['unknown module', { action: 'process', file: 'beer.wav', stack: [{ module: 'nosuch' }] }, /nosuch/],
    ['item without module', { action: 'process', file: 'beer.wav', stack: [{ f0: '*2' }] }, /Item 0.*f0/],
    ['item as text', { action: 'process', file: 'beer.wav', stack: ['world'] }, /Item 0.*world/],
    ['stack no list', { action: 'process', file: 'beer.wav', stack: { module: 'pad' } }, /'stack'.*list/],
    ['empty list', { action: 'process', file: [] }, /empty/],
    ['number as file', { action: 'process', file: 3 }, /'file'.*3/],
    ['failing sub-query', { action: 'process', file: { file: '/nope.wav' } }, /nope/],
    [
      'bad parameter',
      { action: 'process', file: 'beer.wav', stack: [{ module: 'pad', before: 'x' }] },
      /before.*"x"/,
    ],
    ['needed parameter', { action: 'process', file: 'beer.wav', stack: [{ module: 'ramp' }] }, /duration/],
    [
      'mixed rates',
      { action: 'process', file: ['tone.wav', 'beer.wav'], mode: 'sync' },
      /48000 Hz.*44100 Hz/,
    ],
  ];
  it.each(cases)('%s is answered with what is wrong', async (_name, request, pattern) => {
    const reply = await t.answers.answer(request);
    expect(reply.out).toBe('error');
    expect(reply.details).toMatch(pattern);
  });

  it('is answered in time however deep it nests', async () => {
    let query: object = { file: 'beer.wav' };
    for (let i = 0; i < 5000; i++) query = { file: query };
    expect((await t.ask(query as Record<string, unknown>)).details).toMatch(/deeper/);
    expect((await t.ask({ file: Array(5000).fill('beer.wav') })).details).toMatch(/more than 2000/);
  });

  it('leaves nothing behind', async () => {
    await t.ask({ file: 'beer.wav', stack: [{ module: 'slice', start: 0.3, end: 0.2 }] });
    expect(t.stacks.runningJobs).toBe(0);
    expect(existsSync(t.path('cache/slice'))).toBe(true);
    const report = await t.stacks.clean(1996, true);
    expect(report.deleted.filter(path => path.includes('.part-'))).toEqual([]);
  });

  it('keeps results with cache null, true, false and hours', async () => {
    for (const cache of [null, true, false, 0.5]) {
      const reply = await t.ask({ file: 'tone.wav', cache, stack: [{ module: 'gain', db: cache ? 1 : 2 }] });
      expect(reply.out).toBe('ok');
      expect(readSound(reply.details).rate).toBe(48_000);
    }
  });
});
