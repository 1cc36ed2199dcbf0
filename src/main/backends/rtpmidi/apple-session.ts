import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import { type SessionCommand, writeCommand } from './apple.ts';

/** The far end of a session. The data port of a peer that invites us is known when it uses it. */
export interface Remote {
  readonly host: string;
  readonly controlPort: number;
  dataPort: number;
}

export interface SessionWorld {
  readonly clock: Clock;
  readonly ssrc: number;
  /** How we are called in invitations. */
  readonly name: string;
  sendControl(bytes: Uint8Array, to: Remote): void;
  sendData(bytes: Uint8Array, to: Remote): void;
}

export interface SessionEvents {
  onConnected(session: AppleSession): void;
  /** It was connected, or invited us, and is gone. One that we invite is invited again. */
  onLost(session: AppleSession, reason: string): void;
  /** Everything up to this packet (16 bits) has arrived there. */
  onFeedback(session: AppleSession, sequence: number): void;
}

type State = 'idle' | 'inviting-control' | 'inviting-data' | 'accepting' | 'connected';

/** An unanswered invitation is repeated after this time, ms; the pause doubles up to the second value. */
const INVITE_MS = 1000;
const INVITE_MOST_MS = 10_000;
/** Clocks are compared this often at first, then more rarely, ms. */
const SYNC_FAST_MS = 1500;
const SYNC_MS = 10_000;
const SYNC_FAST_COUNT = 6;
/** So many comparisons without an answer mean that the peer is gone. */
const SYNC_MISSED = 5;
/** A peer that invited us and is silent for this time (ms) is gone. */
const SILENT_MS = 60_000;

/** One AppleMIDI session: invitation, clock comparison, end. The stream of MIDI itself runs beside it. */
export class AppleSession {
  ssrc: number | undefined;
  peerName = '';
  #state: State = 'idle';
  #token: number;
  #timer: Dispose | undefined;
  #pause = INVITE_MS;
  /** We compare the clocks: the duty of who invited. */
  #asks = false;
  #syncs = 0;
  #missed = 0;

  constructor(
    readonly remote: Remote,
    /** We invite, and go on inviting; otherwise the peer does. */
    readonly initiator: boolean,
    private readonly world: SessionWorld,
    private readonly events: SessionEvents,
    token: number,
  ) {
    this.#token = token;
  }

  get isConnected(): boolean {
    return this.#state === 'connected';
  }

  get token(): number {
    return this.#token;
  }

  /** Begin to invite. */
  invite(): void {
    this.#state = 'inviting-control';
    this.#sendInvitation();
  }

  /** The peer invites us at the control port. */
  accept(command: Extract<SessionCommand, { type: 'IN' | 'OK' | 'NO' | 'BY' }>): void {
    this.#token = command.token;
    this.ssrc = command.ssrc;
    this.peerName = command.name;
    this.#state = 'accepting';
    this.#asks = false;
    this.#reply('OK', false);
    this.#expect(SILENT_MS, () => this.#lose('it never opened its data port'));
  }

  /** A command that came to the control port. */
  control(command: SessionCommand): void {
    if (command.type === 'OK' && this.#state === 'inviting-control' && command.token === this.#token) {
      this.ssrc = command.ssrc;
      this.peerName = command.name;
      this.#state = 'inviting-data';
      this.#asks = true;
      this.#pause = INVITE_MS;
      this.#sendInvitation();
    } else if (command.type === 'RS') this.events.onFeedback(this, command.sequence);
    else this.#both(command);
  }

  /** A command that came to the data port. */
  data(command: SessionCommand, fromPort: number): void {
    if (command.type === 'IN' && !this.#asks && command.token === this.#token) {
      this.remote.dataPort = fromPort;
      this.#reply('OK', true);
      if (this.#state === 'accepting') this.#connected();
    } else if (command.type === 'OK' && this.#state === 'inviting-data' && command.token === this.#token) {
      this.#connected();
    } else if (command.type === 'CK') this.#sync(command);
    else this.#both(command);
  }

  /** Tell the peer what we have heard (16-bit packet number). */
  feedback(sequence: number): void {
    this.world.sendControl(writeCommand({ type: 'RS', ssrc: this.world.ssrc, sequence }), this.remote);
  }

  /** End the session and tell the peer. */
  close(): void {
    if (this.#state !== 'idle' && this.#state !== 'inviting-control') this.#reply('BY', false);
    this.#stop();
  }

  /** Forget the session without a word: the peer has begun anew. */
  abandon(): void {
    this.#stop();
  }

  #both(command: SessionCommand): void {
    const ours = 'token' in command && (command.token === this.#token || command.ssrc === this.ssrc);
    if (!ours) return;
    if (command.type === 'BY') this.#lose('it ended the session');
    else if (command.type === 'NO') this.#lose('it refused the invitation');
  }

  #sendInvitation(): void {
    const { ssrc, name } = this.world;
    const bytes = writeCommand({ type: 'IN', token: this.#token, ssrc, name });
    if (this.#state === 'inviting-data') this.world.sendData(bytes, this.remote);
    else this.world.sendControl(bytes, this.remote);
    this.#expect(this.#pause, () => {
      // A peer that answers on one port only has begun anew: so do we.
      if (this.#pause >= INVITE_MOST_MS) this.#state = 'inviting-control';
      this.#sendInvitation();
    });
    this.#pause = Math.min(INVITE_MOST_MS, this.#pause * 2);
  }

  #connected(): void {
    this.#state = 'connected';
    this.#pause = INVITE_MS;
    this.#syncs = this.#missed = 0;
    if (this.#asks) this.#askTime();
    else this.#expect(SILENT_MS, () => this.#lose('it fell silent'));
    this.events.onConnected(this);
  }

  #askTime(): void {
    if (this.#missed++ >= SYNC_MISSED) return this.#lose('it does not answer');
    this.#sendSync(0, [this.#now(), 0n, 0n]);
    const fast = this.#syncs++ < SYNC_FAST_COUNT || this.#missed > 1;
    this.#expect(fast ? SYNC_FAST_MS : SYNC_MS, () => this.#askTime());
  }

  #sync(command: Extract<SessionCommand, { type: 'CK' }>): void {
    if (this.#state !== 'connected') return;
    this.#missed = 0;
    const [first, second] = command.times;
    if (command.count === 0) this.#sendSync(1, [first, this.#now(), 0n]);
    else if (command.count === 1) this.#sendSync(2, [first, second, this.#now()]);
    if (!this.#asks) this.#expect(SILENT_MS, () => this.#lose('it fell silent'));
  }

  #sendSync(count: number, times: readonly [bigint, bigint, bigint]): void {
    this.world.sendData(writeCommand({ type: 'CK', ssrc: this.world.ssrc, count, times }), this.remote);
  }

  #reply(type: 'OK' | 'BY', onData: boolean): void {
    const { ssrc, name } = this.world;
    const bytes = writeCommand({ type, token: this.#token, ssrc, name });
    if (onData) this.world.sendData(bytes, this.remote);
    else this.world.sendControl(bytes, this.remote);
  }

  #lose(reason: string): void {
    const told = this.#state === 'connected' || !this.initiator;
    this.#stop();
    if (this.initiator) {
      this.#state = 'inviting-control';
      this.#expect(this.#pause, () => this.#sendInvitation());
    }
    if (told) this.events.onLost(this, reason);
  }

  #expect(ms: number, fn: () => void): void {
    this.#timer?.();
    this.#timer = this.world.clock.after(ms, fn);
  }

  #stop(): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#state = 'idle';
  }

  #now(): bigint {
    return BigInt(Math.floor(this.world.clock.now() * 10));
  }
}
