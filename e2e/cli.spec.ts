import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { freeUdpPort, OscPeer } from './osc-peer.ts';

const HEADLESS = join(import.meta.dirname, '..', 'out', 'main', 'headless.js');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function crosspatch(folder: string, ...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, CROSSPATCH_DATA: join(folder, 'data') };
  return new Promise(resolve =>
    execFile(HEADLESS, [...args], { env, timeout: 20_000 }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    ),
  );
}

function writePatch(folder: string, name: string, document: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

test('check lists problems, and its exit code tells whether one is serious', async ({ folder }) => {
  const port = await freeUdpPort();
  const good = writePatch(folder, 'good.crosspatch', {
    crosspatch: 1,
    instances: [{ name: 'a', backend: 'osc', options: { bind: `127.0.0.1 ${port}` } }],
  });
  // The port is taken: a check that opened it would complain.
  const taken = await OscPeer.open();
  expect(await crosspatch(folder, 'check', good)).toMatchObject({ code: 0, err: '' });
  await taken.close();

  const bad = writePatch(folder, 'bad.crosspatch', {
    crosspatch: 1,
    instances: [{ name: 'a', backend: 'loopback' }],
    mappings: [{ from: 'a.{1..2}', to: 'a.{3..5}' }],
  });
  const { code, out } = await crosspatch(folder, 'check', bad);
  expect(code).toBe(1);
  expect(out).toMatch(/^error {2}patch\.range-count {2}a\.\{1\.\.2\} > a\.\{3\.\.5\} {2}.*names 2 channels/m);
});

test('what cannot be done is said in one line, with exit code 1', async ({ folder }) => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['run', join(folder, 'gone.crosspatch')], /gone\.crosspatch/],
    [['check', join(folder, 'gone.crosspatch')], /gone\.crosspatch/],
    [['run', '--ui', `127.0.0.1:${port}`], /Port \d+ of 127\.0\.0\.1 is in use/],
    [['run', '--wrong'], /Unknown option "--wrong"/],
    [['dance'], /Unknown command "dance"/],
  ];
  for (const [args, sentence] of cases) {
    const { code, out, err } = await crosspatch(folder, ...args);
    expect(code, args.join(' ')).toBe(1);
    expect(out, args.join(' ')).toBe('');
    const said = err.split('\n').filter(line => line.startsWith('crosspatch: '));
    expect(said, args.join(' ')).toEqual([expect.stringMatching(sentence)]);
  }
  await new Promise(resolve => server.close(resolve));
});

test('run takes options from the command line, and ends cleanly at SIGTERM', async ({ folder, host }) => {
  const device = await OscPeer.open();
  const port = await freeUdpPort();
  const file = writePatch(folder, 'set.crosspatch', {
    crosspatch: 1,
    instances: [
      { name: 'in', backend: 'osc', options: { bind: '127.0.0.1 1' } },
      { name: 'out', backend: 'osc', options: {} },
    ],
    mappings: [{ from: 'in./a', to: 'out./b' }],
  });
  const set = [`in.bind=127.0.0.1 ${port}`, `out.destination=127.0.0.1 ${device.port}`];
  const running = await host(file, ['--ui', 'off', ...set.flatMap(text => ['--set', text])]);
  await device.send(port, '/a', ['f', 0.5]);
  await expect.poll(() => device.last('/b')).toBeCloseTo(0.5, 5);
  for (const line of running.log.filter(line => line !== '')) {
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z (debug|info |warn |error) [\w -]+: /);
  }
  expect(await running.stop()).toBe(0);
  await device.close();
});

test('run ends cleanly at every signal that asks for it', async ({ host }) => {
  for (const signal of ['SIGINT', 'SIGHUP'] as const) {
    const running = await host(undefined, ['--ui', 'off']);
    expect(await running.stop(signal), signal).toBe(0);
  }
});

test('help and version', async ({ folder }) => {
  expect((await crosspatch(folder, '--help')).out).toContain('crosspatch run [FILE]');
  expect((await crosspatch(folder, '--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
