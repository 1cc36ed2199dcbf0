import { createSocket } from 'node:dgram';
import { WebSocket } from 'ws';
import type { LiveChannel } from '../../../../shared/contract/calls/devices.ts';
import { encodePacket, type OscArgument } from '../../../../shared/osc/encode.ts';
import { decodeMessages } from '../../../../shared/osc/testing/messages.ts';
import type { ServiceCallable } from '../../../../shared/plugin/service.ts';
import { memoryLog, memoryProblems } from '../../../../shared/plugin/testing/fake-host.ts';
import { SystemClock } from '../../../threads/system-clock.ts';
import type { Announce, Announcement } from '../announce.ts';
import { createOscQueryView } from '../index.ts';

/** A channel as the devices service tells it. */
export function channel(index: number, instance: string, name: string, writable?: boolean): LiveChannel {
  const use = { source: writable !== true, target: writable === true };
  return { index, instance, channel: name, ...use, ...(writable === undefined ? {} : { writable }) };
}

const NAMES = {
  ...{ instance: 'synth', channel: 'ch0.cc74', name: 'Cutoff' },
  ...{ source: 's', more: 0, personal: false },
};

/** Devices with values that can be set, and what was written. */
export class FakeDevices {
  readonly written: (readonly [number, number])[] = [];
  readonly values = Float64Array.of(0.5, NaN, NaN, NaN);
  seq = 1;
  looks = 0;

  constructor(public channels: readonly LiveChannel[]) {}

  set(index: number, value: number): void {
    this.values[index] = value;
    this.seq++;
  }

  readonly callable: ServiceCallable = async ({ op, values, after }) => {
    if (op === 'channels') return this.channels;
    if (op === 'set') {
      for (const [index, value] of values as [number, number][]) {
        this.written.push([index, value]);
        this.set(index, value);
      }
      return { taken: 1 };
    }
    this.looks++;
    return after === this.seq ? { seq: this.seq } : { seq: this.seq, values: this.values.slice() };
  };
}

/** A client on a WebSocket, and what it heard. */
export interface Client {
  readonly socket: WebSocket;
  /** Values as `/path=0.50`. */
  readonly values: string[];
  readonly texts: unknown[];
  listen(...paths: string[]): void;
  write(address: string, ...args: OscArgument[]): void;
}

/** A running view. */
export interface OpenView {
  readonly view: ReturnType<typeof createOscQueryView>;
  readonly devices: FakeDevices;
  readonly announced: (Announcement | 'gone')[];
  readonly lines: readonly { level: string; text: string }[];
  readonly port: number;
  publish(event: string, payload: unknown): void;
  get(path: string, headers?: Record<string, string>): Promise<Got>;
  connect(headers?: Record<string, string>): Promise<Client>;
  /** Send OSC over UDP. */
  send(address: string, ...args: OscArgument[]): Promise<void>;
  close(): Promise<void>;
}

export interface Got {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** On any port of 127.0.0.1 unless `config` says otherwise; the network is told nothing without `announce`. */
export async function openView(config: object = {}, announce?: Announce): Promise<OpenView> {
  const announced: (Announcement | 'gone')[] = [];
  const devices = new FakeDevices([
    channel(0, 'synth', 'ch0.cc74', true),
    channel(1, 'mixer', '/fader/1'),
    channel(2, 'mixer', '/odd name', true),
  ]);
  let address = '';
  let publish: OpenView['publish'] = () => undefined;
  const remember: Announce = async announcement => {
    announced.push(announcement);
    return async () => void announced.push('gone');
  };
  const view = createOscQueryView(at => (address = at), announce ?? remember);
  const directory: ServiceCallable = async () => ({ revision: 1, names: [NAMES], missing: [] });
  const { log, lines } = memoryLog();
  await view.load({
    ...{ config: { port: 0, ...config }, log, clock: new SystemClock() },
    ...{ problems: memoryProblems().reporter, signal: new AbortController().signal, subscriptions: [] },
    bus: {
      publish: () => undefined,
      subscribe: listener => {
        publish = listener;
        return () => undefined;
      },
    },
    services: new Map([
      ['devices', devices.callable],
      ['directory', directory],
    ]),
  });
  const sockets: WebSocket[] = [];
  const port = Number(new URL(address).port);
  return {
    ...{ view, devices, announced, lines, port },
    publish: (event, payload) => publish(event, payload),
    get: (path, headers = {}) => get(address + path, headers),
    connect: headers => connect(address.replace('http', 'ws'), headers, sockets),
    send: (to, ...args) => sendUdp(port, encodePacket({ address: to, args })),
    close: async () => {
      for (const socket of sockets) socket.terminate();
      await view.unload?.();
    },
  };
}

async function get(url: string, headers: Record<string, string>): Promise<Got> {
  const response = await fetch(url, { headers });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

function connect(url: string, headers: Record<string, string> = {}, sockets: WebSocket[]): Promise<Client> {
  const socket = new WebSocket(url, { headers });
  sockets.push(socket);
  const values: string[] = [];
  const texts: unknown[] = [];
  socket.on('message', (data, binary) => {
    if (!binary) return void texts.push(JSON.parse(String(data)));
    for (const { address, args } of decodeMessages(data as Buffer) ?? [])
      values.push(
        `${address}=${args.map(arg => ('value' in arg ? Number(arg.value).toFixed(2) : arg.type)).join()}`,
      );
  });
  const client: Client = {
    ...{ socket, values, texts },
    listen: (...paths) => {
      for (const path of paths) socket.send(JSON.stringify({ COMMAND: 'LISTEN', DATA: path }));
    },
    write: (address, ...args) => socket.send(encodePacket({ address, args })),
  };
  return new Promise((resolve, reject) => socket.on('open', () => resolve(client)).on('error', reject));
}

export async function sendUdp(port: number, ...packets: readonly Uint8Array[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const packet of packets)
    await new Promise<void>((resolve, reject) => {
      socket.send(packet, port, '127.0.0.1', error => (error ? reject(error) : resolve()));
    });
  socket.close();
}
