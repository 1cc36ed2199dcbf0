import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSound } from '../stacks/audio/read-sound.ts';
import { saveWav, tone } from '../stacks/testing/sounds.ts';
import { runCli } from './cli.ts';
import { COMMANDS } from './commands.ts';
import type { CliWorld } from './world.ts';

/** A busy machine may take its time. */
const SLOW = { timeout: 15_000 };

const folder = mkdtempSync(join(tmpdir(), 'stacks-cli-'));
const cache = join(folder, 'cache');
saveWav(join(folder, 'tone.wav'), tone(440, 0.2));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class FakeWorld implements CliWorld {
  readonly version = '1.2.3';
  readonly appFolder = folder;
  readonly pageFolder = folder;
  readonly env = { CROSSPATCH_DATA: join(folder, 'data') };
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  stop: () => void = () => undefined;
  createApp = () => Promise.reject(new Error('not needed'));
  out = (line: string) => void this.stdout.push(line);
  err = (line: string) => void this.stderr.push(line);
  onStop = (listener: () => void) => void (this.stop = listener);
  cli = (...args: string[]) => runCli(args, COMMANDS, this);
}

function queryFile(name: string, query: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(query));
  return path;
}

describe('crosspatch query', () => {
  it('runs one query, shows its progress and prints the reply; paths start at the file', async () => {
    const world = new FakeWorld();
    const file = queryFile('q.json', {
      action: 'process',
      file: 'tone.wav',
      stack: [{ module: 'time-reverse' }],
    });
    expect(await world.cli('query', file, '--cache', cache)).toBe(0);
    const reply = JSON.parse(world.stdout[0]!) as { out: string; details: string };
    expect(reply.out).toBe('ok');
    expect(readSound(reply.details).channels[0]).toEqual(tone(440, 0.2).channels[0]!.toReversed());
    expect(world.stderr.at(-1)).toMatch(/^\[#+\] 100 %$/);
  });

  it.each([
    ['{', /not one line of JSON/],
    ['[]', /no object/],
    ['{"file": "nope.wav"}', /nope\.wav.*cannot be accessed/],
  ])('says what is wrong with %s', async (text, pattern) => {
    const world = new FakeWorld();
    writeFileSync(join(folder, 'bad.json'), text);
    expect(await world.cli('query', join(folder, 'bad.json'), '--cache', cache)).toBe(1);
    expect(world.stdout[0]).toMatch(pattern);
  });

  it('needs a file that can be read', async () => {
    const world = new FakeWorld();
    expect(await world.cli('query')).toBe(1);
    expect(await world.cli('query', join(folder, 'absent.json'))).toBe(1);
    expect(world.stderr[1]).toMatch(/Cannot read .*absent/);
  });
});

describe('crosspatch cache clean', () => {
  it('says what would go, then removes it', async () => {
    const world = new FakeWorld();
    expect(await world.cli('cache', 'clean', '-l', '1996', '-s', '--cache', cache)).toBe(0);
    expect(world.stdout.some(line => line.endsWith('.flac'))).toBe(true);
    expect(world.stderr[0]).toMatch(/would be removed/);
    await world.cli('cache', 'clean', '-l', '1996', '--cache', cache);
    expect(world.stderr[1]).toMatch(/ 0 kept$/);
    expect(await world.cli('cache', 'clean', '-l', 'x')).toBe(1);
    expect(await world.cli('cache', 'sweep')).toBe(1);
  });
});

describe('crosspatch vt', () => {
  it('serves until it is told to stop', async () => {
    const world = new FakeWorld();
    const done = world.cli('vt', '--listen', '127.0.0.1:0', '--allow', folder, '--cache', cache);
    await expect.poll(() => world.stdout[0], SLOW).toMatch(/^crosspatch ready 127\.0\.0\.1:\d+$/);
    const port = Number(/\d+$/.exec(world.stdout[0]!)![0]);
    const ask = (query: object) =>
      new Promise<string>(resolve => {
        const socket = connect(port, '127.0.0.1', () => socket.write(`${JSON.stringify(query)}\n`));
        socket.on('data', data => resolve(data.toString()));
      });
    const file = join(folder, 'tone.wav');
    expect(await ask({ action: 'process', mode: 'sync', file })).toMatch(/"ok"/);
    expect(await ask({ action: 'process', mode: 'sync', file: '/etc/x.wav' })).toMatch(/outside the folders/);
    world.stop();
    expect(await done).toBe(0);
  });
});
