import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { ContractClient } from '../shared/contract/client.ts';
import { EngineThread } from './shell/engine-thread.ts';
import { startWorker } from './threads/start-worker.ts';
import { type PagePort, threadPort } from './views/window/index.ts';

/** A device in a thread of its own: sends /in every 5 ms and counts what comes back as /out; wakes the main thread when told to. */
const PEER = `
const { createSocket } = require('node:dgram');
const { parentPort, workerData } = require('node:worker_threads');
const flag = new Int32Array(workerData.flag);
const socket = createSocket('udp4');
let got = 0;
socket.on('message', () => {
  got++;
  if (Atomics.load(flag, 0) > 0 && got >= Atomics.load(flag, 0)) {
    Atomics.store(flag, 1, 1);
    Atomics.notify(flag, 1);
  }
});
parentPort.on('message', port => {
  got = 0;
  let n = 0;
  setInterval(() => {
    const packet = Buffer.alloc(16);
    packet.write('/in');
    packet.write(',f', 4);
    packet.writeFloatBE((n++ % 100) / 100, 8);
    socket.send(packet.subarray(0, 12), port, '127.0.0.1');
  }, 5);
});
socket.bind(0, '127.0.0.1', () => parentPort.postMessage(socket.address().port));
`;

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function engineThread(folder: string, file?: string) {
  const workers: Worker[] = [];
  const seen = { crashes: [] as string[], refused: [] as string[] };
  const start = {
    host: 'electron' as const,
    version: '0',
    dataFolder: join(folder, 'data'),
    appFolder: folder,
  };
  const engine = new EngineThread(
    { ...start, ...(file === undefined ? {} : { file }) },
    options => {
      const worker = startWorker('engine', options);
      workers.push(worker);
      return worker;
    },
    {
      log: () => undefined,
      fileRefused: message => seen.refused.push(message),
      crashed: message => seen.crashes.push(message),
      started: () => undefined,
      file: () => file,
    },
  );
  stops.push(() => engine.stop());
  return { engine, seen, workers };
}

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crosspatch-engine-'));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>(resolve => socket.close(resolve));
  return port;
}

/** What Electron's MessagePortMain is to the relay. */
function pagePort(port: MessagePort): PagePort {
  return {
    on: (event: string, listener: (event: never) => void) =>
      port.on(event as 'message', (data: unknown) => listener({ data } as never)),
    postMessage: message => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

it('routes while the main thread is blocked for 200 ms and more', async () => {
  const folder = folderOf();
  const flag = new SharedArrayBuffer(8);
  const peer = new Worker(PEER, { eval: true, workerData: { flag } });
  stops.push(() => peer.terminate());
  const peerPort = await new Promise<number>(resolve => peer.once('message', resolve));
  const file = join(folder, 'a.crosspatch');
  const bind = await freePort();
  writeFileSync(
    file,
    JSON.stringify({
      crosspatch: 1,
      instances: [
        { name: 'a', backend: 'osc', options: { bind: `127.0.0.1 ${bind}` } },
        { name: 'b', backend: 'osc', options: { destination: `127.0.0.1 ${peerPort}` } },
      ],
      mappings: [{ from: 'a./in', to: 'b./out' }],
    }),
  );
  const { engine, seen } = engineThread(folder, file);
  engine.start();
  const client = engine.connect();
  await expect.poll(async () => (await client.call('devices.instances', {})).length).toBe(2);
  peer.postMessage(bind);

  // 60 packets, one each 5 ms: the main thread sleeps until all of them went through the engine.
  const state = new Int32Array(flag);
  Atomics.store(state, 0, 60);
  expect(Atomics.wait(state, 1, 0, 15_000)).toBe('ok');
  expect(seen).toEqual({ crashes: [], refused: [] });
});

it('joins a page to the engine, and to the next one after a crash', async () => {
  const { engine, seen, workers } = engineThread(folderOf(), '/nowhere/gone.crosspatch');
  engine.start();
  const connect = () => {
    const { port1, port2 } = new MessageChannel();
    engine.attachPage(pagePort(port1));
    return new ContractClient(threadPort(port2), () => undefined);
  };
  const first = connect();
  expect(await first.call('host.info', {})).toMatchObject({ host: 'electron' });
  expect(seen.refused[0]).toContain('gone.crosspatch');
  let closed = false;
  first.onClose(() => (closed = true));
  await workers[0]?.terminate();
  await expect.poll(() => closed).toBe(true);
  await expect.poll(() => seen.crashes.length).toBe(1);
  const second = connect();
  expect(await second.call('host.info', {})).toMatchObject({ host: 'electron' });
  second.close();
});
