import WebSocket from 'ws';
import { messageOf } from '../../../shared/error/coded-error.ts';
import type { Endpoint } from '../../../shared/net/endpoint.ts';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import { type Console, loginMessage, parseMessage, type PlaybackValue, sessionMessage } from './protocol.ts';

/** The session is kept alive by a message this often, ms. */
const KEEP_ALIVE_MS = 10_000;
/** A console that says nothing for this long (ms) is gone. */
const SILENCE_MS = 25_000;
/** It must have let us in after this time, ms. */
const PATIENCE_MS = 8000;
/** A message longer than this (bytes) is none of ours. */
const MOST_BYTES = 4 << 20;

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface LinkEvents {
  /** Logged in. */
  onReady(console: Console): void;
  onPlaybacks(values: readonly PlaybackValue[]): void;
  /** The link is over; comes once. */
  onLost(reason: string): void;
  onMalformed(): void;
}

/** One connection to a console, from the handshake to its end. */
export class ConsoleLink {
  /** Our session, once there is one. */
  session = 0;
  console: Console = 'gma2';
  readonly #socket: WebSocket;
  readonly #stopKeepAlive: Dispose;
  #patience: Dispose;
  #ready = false;
  #over = false;

  constructor(
    private readonly clock: Clock,
    host: Endpoint,
    private readonly login: Credentials,
    private readonly events: LinkEvents,
  ) {
    const name = host.host.includes(':') ? `[${host.host}]` : host.host;
    const options = { perMessageDeflate: false, maxPayload: MOST_BYTES, handshakeTimeout: PATIENCE_MS };
    this.#socket = new WebSocket(`ws://${name}:${host.port}/?ma=1`, options);
    this.#socket.on('message', (data, isBinary) => this.#message(isBinary ? '' : textOf(data)));
    this.#socket.on('error', error => this.#lost(messageOf(error)));
    this.#socket.on('close', () => this.#lost('the console closed the connection'));
    this.#patience = clock.after(PATIENCE_MS, () => this.#lost('the console did not let us in'));
    this.#stopKeepAlive = clock.every(KEEP_ALIVE_MS, () => {
      if (this.#ready) this.send(sessionMessage(this.session));
    });
  }

  get isReady(): boolean {
    return this.#ready;
  }

  send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  close(): void {
    this.#over = true;
    this.#ready = false;
    this.#patience();
    this.#stopKeepAlive();
    // What still comes of the old socket concerns nobody, but an error without a listener would end the program.
    this.#socket.removeAllListeners();
    this.#socket.on('error', () => undefined);
    this.#socket.terminate();
  }

  #lost(reason: string): void {
    if (this.#over) return;
    this.close();
    this.events.onLost(reason);
  }

  #message(text: string): void {
    const message = parseMessage(text);
    if (!message) return this.events.onMalformed();
    if (this.#ready) this.#waitForMore();
    if (message.ready) {
      this.console = message.ready;
      this.send(sessionMessage(0));
    }
    if (message.session !== undefined) {
      if (message.session < 0)
        return this.#lost('the console has no free session, or remotes are switched off');
      this.session = message.session;
    }
    if (message.wantsLogin) {
      this.send(loginMessage(this.console, this.login.user, this.login.password, this.session));
    }
    if (message.login !== undefined) this.#loggedIn(message.login);
    if (message.playbacks) this.events.onPlaybacks(message.playbacks);
  }

  #loggedIn(accepted: boolean): void {
    if (!accepted) return this.#lost('the console refused user or password');
    this.#ready = true;
    this.#waitForMore();
    this.events.onReady(this.console);
  }

  #waitForMore(): void {
    this.#patience();
    this.#patience = this.clock.after(SILENCE_MS, () => this.#lost('the console fell silent'));
  }
}

function textOf(data: WebSocket.RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
