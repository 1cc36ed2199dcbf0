import { connect } from 'node:net';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Bus } from '../../kernel/event-bus.ts';
import { announceJobs } from '../../stacks/announce-jobs.ts';
import { encodeWav } from '../../stacks/audio/wav-write.ts';
import { readSound } from '../../stacks/audio/read-sound.ts';
import type { Reply } from '../../stacks/reply.ts';
import { saveWav, tone, vowel } from '../../stacks/testing/sounds.ts';
import { TestStacks } from '../../stacks/testing/test-stacks.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import { openVtView, type VtView } from './index.ts';

/** A busy machine may take its time. */
const SLOW = { timeout: 15_000 };

let t: TestStacks;
let view: VtView;
const bus = new Bus();
let stopTelling: () => void = () => undefined;
const others: VtView[] = [];

beforeAll(async () => {
  t = new TestStacks();
  saveWav(t.path('beer.wav'), vowel({ seconds: 1 }));
  saveWav(t.path('tone.wav'), tone(1000, 4, 48_000));
  stopTelling = announceJobs(t.stacks, new SystemClock(), bus);
  view = await open({});
});
afterEach(async () => {
  for (const other of others.splice(0)) await other.close();
});
afterAll(async () => {
  stopTelling();
  await view.close();
  await t.close();
});

function open(options: object): Promise<VtView> {
  const stacks = (request: Record<string, unknown>) => t.answers.forView(request);
  return openVtView({ host: '127.0.0.1', port: 0, stacks, bus, folder: t.folder, ...options });
}

/** What VTServer's own clients do: send, read until the server closes. */
function exchange(bytes: string | Buffer, to = view, half = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port: to.port, allowHalfOpen: true }, () => {
      if (half) socket.end(bytes);
      else socket.write(bytes);
    });
    socket.on('data', piece => pieces.push(piece));
    socket.on('end', () => {
      socket.end();
      resolve(Buffer.concat(pieces).toString());
    });
    socket.on('error', reject);
  });
}

async function ask(query: object, to = view): Promise<Reply> {
  const line = await exchange(`${JSON.stringify(query)}\n`, to);
  expect(line).toMatch(/^\{"out": "(ok|error|wait)", "details": ".*"\}\n$/);
  expect(line.length).toBeLessThan(1024);
  return JSON.parse(line) as Reply;
}

const process_ = (query: object) => ask({ action: 'process', mode: 'sync', ...query });
const file = 'beer.wav';
const rampPad = [
  { module: 'ramp', duration: 0.051, shape: 'cosine' },
  { module: 'pad', before: 0.5, after: 0.5 },
];

describe('recorded exchanges', () => {
  it.each([
    [
      'status',
      { action: 'status' },
      'ok',
      /^We have processed \d+ requests since startup and there are now \d+ jobs in the JOBS list\.$/,
    ],
    [
      'empty stack',
      { action: 'process', file, stack: [], mode: 'sync' },
      'ok',
      /\/cache\/(.)\/\1[a-z2-7]{47}\.flac$/,
    ],
    ['ramp and pad', { action: 'process', file, stack: rampPad, mode: 'sync' }, 'ok', /\.flac$/],
    ['hash', { action: 'process', file, stack: rampPad, mode: 'hash' }, 'ok', /^[a-z2-7]{48}$/],
    [
      'hash of a list',
      { action: 'process', file: [file, file], stack: [], mode: 'hash' },
      'ok',
      /^M[a-z2-7]{48}$/,
    ],
    [
      'hash of a sub-query',
      { action: 'process', file: { file, stack: [] }, mode: 'hash' },
      'ok',
      /^S[a-z2-7]{48}$/,
    ],
    [
      'default mode',
      { action: 'process', file, stack: [{ module: 'pad', before: 0.01 }] },
      'wait',
      /^Job started at/,
    ],
    ['format wav', { action: 'process', file, stack: rampPad, mode: 'sync', format: 'wav' }, 'ok', /\.wav$/],
    ['wrong action', { action: 'x' }, 'error', /action/],
    ['wrong mode', { action: 'process', file, mode: 'later' }, 'error', /later/],
    [
      'unsupported extension',
      { action: 'process', file: '/etc/hostname' },
      'error',
      /\/etc\/hostname.*not supported/,
    ],
    ['generator', { action: 'process', file: '@gen(1)' }, 'error', /Generators/],
    [
      'world bad unit',
      { action: 'process', file, mode: 'sync', stack: [{ module: 'world', f0: '-12semitones' }] },
      'error',
      /\[world\].*-12semitones/,
    ],
    [
      'nested three deep',
      { action: 'process', mode: 'sync', file: { file: { file: { file, stack: [] } } } },
      'ok',
      /\/S\/S/,
    ],
  ])('%s', async (_name, query, out, details) => {
    const reply = await ask(query);
    expect(reply.out).toBe(out);
    expect(reply.details).toMatch(details);
  });

  it('takes a line that ends with the client instead of a line feed', async () => {
    expect(await exchange('{"action": "status"}', view, true)).toMatch(/^{"out": "ok"/);
  });

  it('passes over a second request', async () => {
    const answer = await exchange('{"action": "status"}\n{"action": "status"}\n');
    expect(answer.split('\n').length).toBe(2);
  });

  it('writes letters of other alphabets as ASCII', async () => {
    const answer = await exchange('{"action": "process", "file": "/née/文.wav"}\n');
    expect(answer).toMatch(/^[\x20-\x7e]+\n$/);
    expect((JSON.parse(answer) as Reply).details).toContain('/née/文.wav');
  });

  it('answers two identical queries at once with the same file', async () => {
    const query = { file, stack: [{ module: 'world', f0: '+3st', vtl: '-1st' }] };
    const [first, second] = await Promise.all([process_(query), process_(query)]);
    expect(first.out).toBe('ok');
    expect(second).toEqual(first);
  });
});

describe("the ten cases of VTServer's own test", () => {
  const length = async (query: object) => {
    const reply = await process_(query);
    expect(reply).toMatchObject({ out: 'ok' });
    return readSound(reply.details).channels[0]!.length;
  };
  const up = (f0: string, vtl: string) => ({ file, stack: [{ module: 'world', f0, vtl }] });

  it('server status', async () => expect((await ask({ action: 'status' })).out).toBe('ok'));
  it('simple modules', async () => expect(await length({ file, stack: rampPad })).toBe(88_200));
  it('empty stack', async () => {
    const reply = await process_({ file, stack: [] });
    expect(readSound(reply.details)).toEqual(readSound(t.path(file)));
  });
  it('mixin', async () => {
    expect(
      await length({ file, stack: [{ module: 'mixin', file: 'tone.wav', levels: [0, -6], align: 'right' }] }),
    ).toBe(192_000);
  });
  it('world', async () =>
    expect(await length({ file, stack: [{ module: 'world', f0: '-12st', vtl: '*1' }] })).toBe(44_100));
  it('mixin with a sub-query', async () => {
    const stack = [{ module: 'mixin', file: up('+12st', '-5st'), levels: [0, -6], pad: [0, 0, 1, 0] }];
    expect(await length({ file, stack })).toBe(88_200);
  });
  it('vocoder', async () => {
    const f = { fmin: 100, fmax: 8000, n: 16, scale: 'greenwood' };
    const analysis_filters = { f, method: { family: 'butterworth', order: 6, 'zero-phase': true } };
    const envelope = { method: 'low-pass', rectify: 'half-wave', fc: 160, order: 2 };
    const synthesis = { carrier: 'noise', filter_before: false, filter_after: true, random_seed: 1 };
    const vocoder = {
      module: 'vocoder',
      fs: 44_100,
      analysis_filters,
      synthesis_filters: 'analysis_filters',
      envelope,
      synthesis,
    };
    expect(await length({ file, stack: [vocoder] })).toBe(44_100);
  });
  it('sub-query', async () => {
    const three = { file: [file, file, file], stack: [{ module: 'pad', before: 0.1, after: 0.1 }] };
    expect(await length({ file: three, stack: [{ module: 'world', f0: '-12st', vtl: '+3st' }] })).toBe(
      141_120,
    );
  });
  it('concatenated sub-queries', async () => {
    const scale = [0, 2, 4, 5, 7, 9, 11, 12].map(st => up(`+${st}st`, '*1'));
    expect(await length({ file: scale, stack: [] })).toBe(8 * 44_100);
  });
  it('async', async () => {
    const query = { action: 'process', mode: 'async', ...up('-18st', '+5st') };
    expect((await ask(query)).out).toBe('wait');
    await expect.poll(async () => (await ask(query)).out, SLOW).toBe('ok');
  });
});

describe('bad input', () => {
  it.each([
    ['malformed JSON', Buffer.from('{"action": "process" "x"}\n')],
    ['an empty line', Buffer.from('\n')],
    ['an array', Buffer.from('[1]\n')],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d, 0x0a])],
    ['a deep nest', Buffer.from(`${'['.repeat(200_000)}\n`)],
    ['ten million bytes', Buffer.alloc(10_000_000, 0x20)],
    ['a long name', Buffer.from(`{"action": "process", "file": "/${'x'.repeat(5000)}.wav"}\n`)],
  ])('%s gets an answer', async (_name, bytes) => {
    const answer = await exchange(bytes, view, true);
    expect(answer).toMatch(/^\{"out": "error", "details": ".+"\}\n$/);
    expect(answer.length).toBeLessThan(1024);
  });

  it('sounds that are none, hold nothing or last three hours get an answer, and nothing is left behind', async () => {
    const head = Buffer.from(encodeWav(tone(100, 0.001), 16)).subarray(0, 44);
    head.writeUInt32LE(3 * 3600 * 44_100 * 2, 40);
    writeFileSync(t.path('long.wav'), head);
    truncateSync(t.path('long.wav'), 44 + 3 * 3600 * 44_100 * 2);
    writeFileSync(t.path('none.wav'), 'no sound at all');
    saveWav(t.path('empty.wav'), { rate: 44_100, channels: [new Float64Array(0)] });
    const wrong = { 'long.wav': /too long/, 'none.wav': /no WAV file/, 'empty.wav': /no samples/ };
    for (const [name, pattern] of Object.entries(wrong)) {
      const reply = await process_({ file: name, stack: [{ module: 'time-reverse' }] });
      expect(reply.out).toBe('error');
      expect(reply.details).toMatch(pattern);
    }
    const left = readdirSync(t.cacheFolder, { recursive: true, encoding: 'utf8' });
    expect(left.filter(name => name.includes('.part-') || /_running_.+json/.test(name))).toEqual([]);
    expect(t.stacks.runningJobs).toBe(0);
  });

  it('a connection that says nothing is closed', async () => {
    const impatient = await open({ patience: 50 });
    others.push(impatient);
    await new Promise<void>(resolve => {
      connect({ host: '127.0.0.1', port: impatient.port }).on('close', () => resolve());
    });
  });

  it('reads only in the allowed folders, also through links', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    saveWav(join(outside, 'secret.wav'), tone(100, 0.1));
    symlinkSync(join(outside, 'secret.wav'), t.path('link.wav'));
    const strict = await open({ allow: [t.folder] });
    others.push(strict);
    for (const path of [join(outside, 'secret.wav'), 'link.wav', '../../etc/x.wav']) {
      const reply = await ask({ action: 'process', file: path, mode: 'sync' }, strict);
      expect(reply.details).toMatch(/outside the folders/);
    }
    const hidden = { module: 'mixin', file: join(outside, 'secret.wav') };
    expect((await ask({ action: 'process', file, mode: 'sync', stack: [hidden] }, strict)).details).toMatch(
      /outside/,
    );
    expect((await ask({ action: 'process', file, mode: 'sync' }, strict)).out).toBe('ok');
    rmSync(outside, { recursive: true });
  });

  it('a thousand connections get a thousand answers', async () => {
    const replies = await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        ask(i % 2 === 0 ? { action: 'status' } : { action: 'process', file, mode: 'sync' }),
      ),
    );
    expect(replies.filter(reply => reply.out === 'ok').length).toBe(1000);
  });

  it('says when its port is taken', async () => {
    await expect(open({ port: view.port })).rejects.toMatchObject({ code: 'host.port-in-use' });
  });
});

describe('over HTTP', () => {
  const post = (query: object, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${view.port}/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(query),
    });

  it('gives the same replies', async () => {
    const query = { action: 'process', file, stack: rampPad, mode: 'sync' };
    expect(await (await post(query)).json()).toEqual(await ask(query));
    const status = await fetch(`http://127.0.0.1:${view.port}/status`);
    expect(await status.json()).toMatchObject({ out: 'ok' });
    expect((await post({ action: 'process', file: '/nope.wav' })).status).toBe(422);
  });

  it('tells the progress before the reply', async () => {
    const stack = [
      { module: 'world', f0: '+1.5st' },
      { module: 'world', f0: '-1.5st' },
      { module: 'world', f0: '*1.1' },
    ];
    const response = await post(
      { action: 'process', file, stack, mode: 'sync' },
      { accept: 'text/event-stream' },
    );
    const events = await response.text();
    expect(events).toMatch(/event: progress\ndata: 0?\.?\d+\n\n/);
    expect(events).toMatch(/event: reply\ndata: {"out":"ok".*}\n\n$/);
  });

  it('refuses pages of others', async () => {
    expect((await post({ action: 'status' }, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await post({ action: 'status' }, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await fetch(`http://127.0.0.1:${view.port}/other`)).status).toBe(404);
  });
});
