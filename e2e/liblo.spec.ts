import { execFile, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from './fixtures.ts';
import { freeUdpPort } from './osc-peer.ts';

const run = promisify(execFile);
const TOOLS = ['/usr/bin/oscsend', '/usr/bin/oscdump'];

test('oscsend and oscdump talk through a running patch', async ({ folder, host }) => {
  test.skip(!TOOLS.every(existsSync), 'oscsend and oscdump (package liblo-tools) are not installed');
  const [inbound, outbound] = [await freeUdpPort(), await freeUdpPort()];
  const file = join(folder, 'liblo.crosspatch');
  writeFileSync(
    file,
    JSON.stringify({
      crosspatch: 1,
      instances: [
        { name: 'in', backend: 'osc', options: { bind: `127.0.0.1 ${inbound}` } },
        {
          name: 'out',
          backend: 'osc',
          options: { destination: `127.0.0.1 ${outbound}`, '/mix/*': 'i 0 127', '/go': 'f 0 1' },
        },
      ],
      mappings: [
        { from: 'in./fader/{1..3}', to: 'out./mix/{1..3}' },
        { from: 'in./trigger', to: 'out./go' },
      ],
    }),
  );
  await host(file, ['--ui', 'off']);

  // -L: a line at a time, although its output is no terminal.
  const dump = spawn('oscdump', ['-L', String(outbound)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let dumped = '';
  dump.stdout.on('data', chunk => (dumped += String(chunk)));
  const send = (...args: readonly string[]) => run('oscsend', ['127.0.0.1', String(inbound), ...args]);
  // It says nothing when it is ready: ask until it answers.
  await expect.poll(async () => (await send('/fader/1', 'f', '1'), dumped)).toMatch(/\/mix\/1 i 127$/m);

  await send('/fader/2', 'f', '0.5');
  await expect.poll(() => dumped).toMatch(/\/mix\/2 i (63|64)$/m);
  await send('/fader/3', 'T');
  await expect.poll(() => dumped).toMatch(/\/mix\/3 i 127$/m);
  await send('/fader/3', 'i', '0');
  await expect.poll(() => dumped).toMatch(/\/mix\/3 i 0$/m);
  await send('/trigger');
  await expect.poll(() => dumped).toMatch(/\/go f 1\.0+$/m);
  dump.kill();
});
