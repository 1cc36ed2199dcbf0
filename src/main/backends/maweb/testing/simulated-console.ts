import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

type Json = Record<string, unknown>;

/** A web remote for tests, made after what is known of real ones: sessions, login, executors with faders and buttons. */
export class SimulatedConsole {
  /** Everything that clients sent, but for session and playback requests. */
  readonly heard: Json[] = [];
  /** Positions by `page/index`. */
  readonly faders = new Map<string, number>();
  readonly running = new Set<string>();
  asked = 0;
  #server: WebSocketServer | undefined;
  #port = 0;

  constructor(
    private readonly appType: 'gma2' | 'dot2' = 'gma2',
    private readonly users: Readonly<Record<string, string>> = { remote: 'midimonster' },
  ) {}

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    const server = new WebSocketServer({ port: this.#port, host: '127.0.0.1' });
    this.#server = server;
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    server.on('connection', (socket, request) => {
      if (request.url !== '/?ma=1') return socket.close();
      socket.on('error', () => undefined);
      socket.on('message', data => this.#message(socket, JSON.parse(String(data)) as Json));
      socket.send(JSON.stringify({ status: 'server ready', appType: this.appType }));
    });
  }

  /** Pull the plug. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    for (const client of server.clients) client.terminate();
    await new Promise(resolve => server.close(resolve));
  }

  /** Say something to every client. */
  say(text: string): void {
    for (const client of this.#server?.clients ?? []) client.send(text);
  }

  #message(socket: WebSocket, message: Json): void {
    const reply = (answer: Json) => socket.send(JSON.stringify(answer));
    if (message['requestType'] === undefined) {
      if (message['session'] === 0) reply({ realtime: false, session: 4, forceLogin: true, worldIndex: 0 });
      return;
    }
    if (message['requestType'] === 'login') return this.#login(message, reply);
    if (message['session'] !== 4) throw new Error('no session');
    if (message['requestType'] === 'playbacks') return this.#playbacks(message, reply);
    this.heard.push(message);
    const place = `${String(message['pageIndex'])}/${String(message['execIndex'])}`;
    if (typeof message['faderValue'] === 'number') this.faders.set(place, message['faderValue']);
    if (message['pressed'] === true) this.running.add(place);
  }

  #login(message: Json, reply: (answer: Json) => void): void {
    const password = this.users[String(message['username'])];
    const hash = password === undefined ? '' : createHash('md5').update(password).digest('hex');
    reply({ responseType: 'login', result: hash !== '' && hash === message['password'], prompt: '' });
  }

  #playbacks(message: Json, reply: (answer: Json) => void): void {
    this.asked++;
    const page = Number(message['pageIndex']);
    const types = message['itemsType'] as number[];
    const counts = message['itemsCount'] as number[];
    const itemGroups = (message['startIndex'] as number[]).map((start, group) => ({
      itemsType: types[group],
      cntPages: 1,
      items: [
        Array.from({ length: counts[group] ?? 0 }, (_, i) =>
          this.#executor(page, start + i, types[group] === 2),
        ),
      ],
    }));
    reply({ responseType: 'playbacks', responseSubType: types[0], iPage: page, itemGroups });
  }

  #executor(page: number, index: number, isFader: boolean): Json {
    const place = `${page}/${index}`;
    const isRun = this.running.has(place) ? 1 : 0;
    if (!isFader) return { i: { t: String(index + 1) }, iExec: index, isRun };
    const fader = { bdC: '#3D3D3D', tt: 'Master', v: this.faders.get(place) ?? 0, vT: '', min: 0, max: 1 };
    return {
      i: { t: String(index + 1) },
      iExec: index,
      isRun,
      executorBlocks: [{ button1: { s: false }, fader }],
    };
  }
}
