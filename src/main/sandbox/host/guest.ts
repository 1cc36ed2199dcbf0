import { clamp01, isFiniteNumber } from '../../../shared/signal/value.ts';
import type { EventBatch } from '../../../shared/plugin/backend.ts';
import { answer, type CallAnswer, type CallRequest, refusal } from '../link/calls.ts';
import { ringId } from '../link/ids.ts';
import type { BoundChannel, FromGuest, GuestLimits, GuestStats, LoadReport } from '../link/messages.ts';
import { Backlog } from './backlog.ts';
import { deferred } from './deferred.ts';
import type { GuestOwner, GuestState } from './guest-owner.ts';
import type { GuestProcess } from './guest-process.ts';
import { GuestSockets } from './guest-sockets.ts';

/** A version of a script: what to load, and the texts that were loaded. */
export interface GuestVersion {
  readonly modules: readonly string[];
  readonly defaultHandler: string | undefined;
  readonly sources: Map<string, string>;
}

interface Channel {
  readonly name: string;
  readonly target: boolean;
  input: number;
  output: number;
}

const encoder = new TextEncoder();

/** One script instance on the host's side: its channels, its versions, its sockets. It outlives threads. */
export class Guest {
  readonly backlog = new Backlog();
  /** The version that runs, or ran last. */
  version: GuestVersion | undefined;
  /** The version that was tried last, good or not. */
  attempt: GuestVersion | undefined;
  #loading: GuestVersion | undefined;
  readonly #channels: (Channel | undefined)[] = [];
  readonly #sockets: GuestSockets;
  /** Why the thread was ended because of this instance, since it was last loaded. */
  #stopped: string | undefined;
  #generation = 0;
  #process: GuestProcess | undefined;
  #state: GuestState = 'starting';
  #last = Promise.resolve<unknown>(undefined);
  #attached = deferred<GuestProcess | undefined>();
  #lastSeq = 0;
  closed = false;

  constructor(
    readonly number: number,
    readonly owner: GuestOwner,
    private readonly limits: GuestLimits,
    /** Time for the guest, before events go to it (tests with a clock of their own). */
    private readonly pushTime: () => void,
  ) {
    this.#sockets = new GuestSockets(number, owner.policy);
  }

  get state(): GuestState {
    return this.#state;
  }

  /** Load files; the version that runs goes on when they are no good. Loads happen one after the other. */
  load(modules: readonly string[], defaultHandler: string | undefined): Promise<LoadReport> {
    const version: GuestVersion = { modules, defaultHandler, sources: new Map() };
    return this.#inTurn(() => this.#load(version));
  }

  /** A thread is there (again): run the last good version on it. Undefined when there is none yet. */
  async attach(process: GuestProcess): Promise<LoadReport | undefined> {
    this.#process = process;
    const { version } = this;
    this.#attached.resolve(process);
    return version && (await this.#inTurn(() => this.#load(version)));
  }

  /** The thread is gone. */
  detach(killed: { readonly reason: string; readonly local: number | undefined } | undefined): void {
    this.#process = undefined;
    this.#attached.resolve(undefined);
    this.#attached = deferred();
    this.#sockets.closeAll();
    if (this.#state !== 'failed') this.#setState('restarting');
    this.#stopped = killed?.reason;
    if (killed) this.owner.killed(killed.reason, killed.local);
  }

  addChannel(local: number, name: string, target: boolean): void {
    const known = this.#channels[local];
    const channel = { name, target, input: known?.input ?? 0, output: known?.output ?? 0 };
    this.#channels[local] = channel;
    this.#process?.send({ op: 'bind', instance: this.number, channel: { local, ...channel } });
  }
  removeChannel(local: number): void {
    this.#channels[local] = undefined;
    this.backlog.drop(local);
    this.#process?.send({ op: 'unbind', instance: this.number, local });
  }
  /** Last values of a channel as they went in and out. */
  values(local: number): { readonly input: number; readonly output: number } | undefined {
    return this.#channels[local];
  }

  receive({ locals, values, seqs, start, end }: EventBatch): void {
    const ring = this.#state === 'running' && this.backlog.empty ? this.#process?.in : undefined;
    if (ring) this.pushTime();
    for (let i = start; i < end; i++) {
      const local = locals[i] ?? 0;
      const value = values[i] ?? 0;
      const seq = seqs[i] ?? 0;
      const channel = this.#channels[local];
      if (channel) channel.input = value;
      this.#lastSeq = seq;
      const taken = this.backlog.empty && ring?.push(ringId(this.number, local), seq, value);
      if (taken !== true) this.backlog.put(local, seq, value);
    }
    if (ring) this.#process?.publish();
  }

  /** Give waiting events to the guest, as far as there is room. */
  relax(): void {
    const process = this.#process;
    if (!process || this.#state !== 'running') return;
    this.#sockets.poke();
    if (this.backlog.empty) return;
    this.backlog.drain((local, seq, value) => process.in.push(ringId(this.number, local), seq, value));
    process.publish();
  }

  /** An output as it came over the ring: nothing in it is believed. */
  output(local: number, cause: number, value: number): void {
    const channel = this.#channels[local];
    if (!channel || !isFiniteNumber(value)) return;
    channel.output = clamp01(value);
    const honest = Number.isSafeInteger(cause) && cause >= 0 && cause <= this.#lastSeq;
    this.owner.emit(local, channel.output, honest ? cause : 0);
  }

  /** Send a value in the script's place. */
  forceOutput(local: number, value: number): void {
    const channel = this.#channels[local];
    if (channel) channel.output = value;
    this.owner.emit(local, value, 0);
  }

  message(message: FromGuest): void {
    switch (message.op) {
      case 'fault':
        return this.owner.fault(message.fault);
      case 'log':
        return this.owner.log(message.level, message.text);
      case 'bound':
        return this.owner.bound(message.local, message.handler);
      case 'refused':
        return this.owner.refused(message.over, message.invalid);
      default:
        return;
    }
  }

  async ask(generation: number, request: CallRequest): Promise<CallAnswer> {
    if (request.op === 'source') return this.#source(request.text);
    return this.#sockets.call(generation, request);
  }

  /** Call the handler of a channel as if the value had come in; the milliseconds that it took. */
  call(local: number, value: number): Promise<number> {
    return this.#request({ op: 'call', instance: this.number, local, value });
  }
  stats(): Promise<GuestStats | undefined> {
    return this.#request({ op: 'stats', instance: this.number });
  }
  /** Resolves when everything that was sent before has been handled. */
  async sync(): Promise<void> {
    await this.#last;
    this.relax();
    await this.#request({ op: 'sync' });
  }

  /** Run the clean-up handler and let go. */
  async close(): Promise<void> {
    this.closed = true;
    this.#attached.resolve(undefined);
    await this.#request({ op: 'close', instance: this.number }).catch(() => undefined);
    this.#sockets.closeAll();
    this.#process = undefined;
  }

  async #request<T>(question: Parameters<GuestProcess['request']>[0]): Promise<T> {
    if (!this.#process) throw new Error('the script is not running');
    return await this.#process.request<T>(question);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #load(version: GuestVersion): Promise<LoadReport> {
    this.attempt = version;
    const generation = ++this.#generation;
    let report: LoadReport | undefined;
    while (!report) {
      const process = await this.#attached.promise;
      if (this.closed) return failure('the instance was closed');
      if (process) report = await this.#loadOn(process, generation, version);
    }
    if (report.ok) {
      this.version = version;
      this.#sockets.closeBefore(generation);
      this.#setState('running');
      this.relax();
    } else {
      this.#sockets.close(generation);
      if (!this.version) this.#setState('failed');
    }
    return report;
  }

  /** Undefined when the thread was ended meanwhile because of another instance: then it is tried on the next one. */
  async #loadOn(
    process: GuestProcess,
    generation: number,
    version: GuestVersion,
  ): Promise<LoadReport | undefined> {
    this.#loading = version;
    this.#stopped = undefined;
    this.#sockets.open(generation, process);
    const { modules, defaultHandler } = version;
    const spec = { modules, defaultHandler, channels: this.#bound(), limits: this.limits };
    try {
      return await process.request<LoadReport>({ op: 'load', instance: this.number, generation, spec });
    } catch {
      const stopped = this.#stopped as string | undefined;
      return stopped === undefined && !this.closed
        ? undefined
        : failure(stopped ?? 'the instance was closed');
    } finally {
      this.#loading = undefined;
    }
  }

  #bound(): BoundChannel[] {
    return this.#channels.flatMap((channel, local) => (channel ? [{ local, ...channel }] : []));
  }

  /** A version that ran before is restored from its own texts, whatever the files say by now. */
  async #source(path: string): Promise<CallAnswer> {
    const version = this.#loading ?? this.version;
    const text = version?.sources.get(path) ?? (await this.owner.source(path));
    if (text === undefined) return refusal('ENOENT', path);
    version?.sources.set(path, text);
    return answer(0, '', encoder.encode(text));
  }

  #setState(state: GuestState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.owner.state(state);
  }
}

function failure(message: string): LoadReport {
  return { ok: false, faults: [{ kind: 'load', message }], handlers: [] };
}
