import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { closeHttp, listen } from './listen.ts';

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach(server => server.close()));

it('takes a free port and tells which', async () => {
  const server = createServer();
  open.push(server);
  const { port } = await listen(server, { host: '127.0.0.1', port: 0 });
  expect(port).toBeGreaterThan(0);
});

it('says that a port is taken, or why it cannot be had', async () => {
  const [first, second] = [createServer(), createServer()];
  open.push(first, second);
  const { port } = await listen(first, { host: '127.0.0.1', port: 0 });
  await expect(listen(second, { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'host.port-in-use',
  });
  await expect(listen(second, { host: '203.0.113.1', port: 0 })).rejects.toMatchObject({
    code: 'host.cannot-listen',
  });
});

it('lives on when it fails later', async () => {
  const server = createServer();
  open.push(server);
  await listen(server, { host: '127.0.0.1', port: 0 });
  expect(() => server.emit('error', new Error('EMFILE'))).not.toThrow();
});

it('ends connections that are open', async () => {
  const server = createHttpServer();
  const { port } = await listen(server, { host: '127.0.0.1', port: 0 });
  const client = connect(port, '127.0.0.1');
  const ended = new Promise(resolve => client.on('close', resolve));
  await new Promise(resolve => client.on('connect', resolve));
  await closeHttp(server);
  await ended;
});
