import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { type Dump, freePort, isLibloAbsent, libloNote, oscdump, oscsend } from './testing/liblo.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'crosspatch-osc-'));
let program: ChildProcess | undefined;
let dump: Dump | undefined;

afterEach(async () => {
  dump?.close();
  program?.kill('SIGTERM');
  if (program?.exitCode === null) await once(program, 'exit');
  rmSync(folder, { recursive: true, force: true });
});

/** Run a patch as `crosspatch run` does, from source, without a user interface. */
async function run(patch: unknown): Promise<ChildProcess> {
  const file = join(folder, 'test.crosspatch');
  writeFileSync(file, JSON.stringify(patch));
  const args = ['--import', 'tsx', 'src/main/headless.ts', 'run', file, '--ui', 'off', '--data', folder];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', chunk => (text += String(chunk)));
  child.stderr.on('data', chunk => (text += String(chunk)));
  await vi.waitFor(() => expect(text).toContain('crosspatch ready'), { timeout: 15_000, interval: 50 });
  return child;
}

it.skipIf(isLibloAbsent)(`oscsend reaches oscdump through a running patch${libloNote}`, async () => {
  const listen = await freePort();
  dump = await oscdump();
  program = await run({
    version: 1,
    instances: [
      { name: 'in', backend: 'osc', options: { bind: `127.0.0.1 ${listen}` } },
      { name: 'out', backend: 'osc', options: { destination: `127.0.0.1 ${dump.port}`, '/o/*': 'i 0 100' } },
      { name: 'lo', backend: 'loopback' },
    ],
    mappings: [
      { from: 'in./f/{1..3}', to: 'out./o/{1..3}' },
      { from: 'in./f/1', to: 'lo.x' },
      { from: 'lo.x', to: 'out./plain' },
    ],
  });
  oscsend(listen, '/f/1', 'f', '0.5');
  await vi.waitFor(() => expect(dump?.lines()).toHaveLength(2), 5000);
  oscsend(listen, '/f/*', 'i', '255');
  await vi.waitFor(() => expect(dump?.lines()).toHaveLength(6), 5000);
  expect(dump.lines().toSorted()).toEqual([
    '/o/1 i 100',
    '/o/1 i 50',
    '/o/2 i 100',
    '/o/3 i 100',
    '/plain f 0.500000',
    '/plain f 1.000000',
  ]);
});
