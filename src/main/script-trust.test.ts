import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openApp, type TestApp } from './testing/open-app.ts';

let app: TestApp | undefined;
const folder = mkdtempSync(join(tmpdir(), 'crosspatch-trust-'));
afterEach(async () => {
  await app?.close();
  rmSync(folder, { recursive: true });
});

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });
}

/** Listening on all addresses reaches beyond this machine, though this test only knocks from within. */
const module = (port: number) => `
import socket
door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
door.bind(("0.0.0.0", ${port}))
door.listen()
`;

it('asks before a script reaches beyond this machine, and remembers the answer in the patch', async () => {
  const port = await freePort();
  writeFileSync(join(folder, 'reach.py'), module(port));
  const file = join(folder, 'trust.crosspatch');
  const py = { name: 'py', backend: 'python', options: { module: 'reach' } };
  writeFileSync(file, JSON.stringify({ crosspatch: 1, instances: [py], mappings: [] }));
  app = await openApp({ file });
  const window = app.window();
  const asked = () => app?.app.problems().find(p => p.fixes.some(fix => fix.id.startsWith('allow-host:')));
  await expect.poll(asked, { timeout: 20_000 }).toBeDefined();
  expect(await answers(port)).toBe(false);
  const problem = asked();
  await window.client.call('patch.fix', { problem: problem?.id ?? '', fix: problem?.fixes[0]?.id ?? '' });
  await expect.poll(() => answers(port), { timeout: 20_000 }).toBe(true);
  const { document, undo } = await window.client.call('patch.get', {});
  expect(document.sections['trust']).toEqual({ hosts: [`listen 0.0.0.0:${port}`] });
  expect(undo).toContain('Allow');
}, 60_000);
