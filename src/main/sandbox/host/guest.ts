import { clamp01, isFiniteNumber } from '../../../shared/signal/value.ts';
import type { EventBatch } from '../../../shared/plugin/backend.ts';
import { answer, type CallAnswer, type CallRequest, refusal } from '../link/calls.ts';
import { READABLE, ringId } from '../link/ids.ts';
import type { BoundChannel, FromGuest, GuestLimits, GuestStats, LoadReport } from '../link/messages.ts';
import { Endpoints } from '../sockets/shared-endpoint.ts';
import { SocketTable } from '../sockets/socket-table.ts';
import { Backlog } from './backlog.ts';
import { deferred } from './deferred.ts';
import type { GuestOwner, GuestState } from './guest-owner.ts';
import type { GuestProcess } from './guest-process.ts';

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
  readonly #tables = new Map<number, SocketTable>();
  readonly #endpoints = new Endpoints();
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
  ) {}

  get state(): GuestState {
    return this.#state;
  }

  /** Load files; the version that runs goes on when they are no good. Loads happen one after the other. */
  load(modules: readonly string[], defaultHandler: string | undefined): Promise<LoadReport> {
    const version: GuestVersion = { modules, defaultHandler, sources: new Map() };
    return this.#inTurn(() => this.#load(version));
  }

  /** A thread is there (again): run the last good version on it. */
  async attach(process: GuestProcess): Promise<void> {
    this.#process = process;
    const { version } = this;
    this.#attached.resolve(process);
    if (version) await this.#inTurn(() => this.#load(version));
  }

  /** The thread is gone. */
  detach(killed: { readonly reason: string; readonly local: number | undefined } | undefined): void {
    this.#process = undefined;
    this.#attached.resolve(undefined);
    this.#attached = deferred();
    for (const table of this.#tables.values()) table.closeAll();
    this.#tables.clear();
    if (this.#state !== 'failed') this.#setState('restarting');
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
    for (const table of this.#tables.values()) table.poke();
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
    return (await this.#tables.get(generation)?.call(request)) ?? refusal('EBADF', 'the script was reloaded');
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
    for (const table of this.#tables.values()) table.closeAll();
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
    const process = await this.#attached.promise;
    if (!process || this.closed) return failure('the engine stopped');
    this.attempt = version;
    const generation = ++this.#generation;
    this.#loading = version;
    const table = this.#openTable(generation, process);
    const { modules, defaultHandler } = version;
    const spec = { modules, defaultHandler, channels: this.#bound(), limits: this.limits };
    const load = { op: 'load', instance: this.number, generation, spec } as const;
    const report = await process.request<LoadReport>(load).catch((error: Error) => failure(error.message));
    this.#loading = undefined;
    if (report.ok) {
      this.version = version;
      for (const [number, old] of this.#tables) if (number < generation) this.#closeTable(number, old);
      this.#setState('running');
      this.relax();
    } else {
      this.#closeTable(generation, table);
      if (!this.version) this.#setState('failed');
    }
    return report;
  }

  #bound(): BoundChannel[] {
    return this.#channels.flatMap((channel, local) => (channel ? [{ local, ...channel }] : []));
  }

  #openTable(generation: number, process: GuestProcess): SocketTable {
    const table = new SocketTable(
      this.owner.policy,
      fd => {
        const pushed = process.in.push(ringId(this.number, READABLE + fd), 0, 0);
        if (pushed) process.publish();
        return pushed;
      },
      this.#endpoints,
    );
    this.#tables.set(generation, table);
    return table;
  }
  #closeTable(generation: number, table: SocketTable): void {
    table.closeAll();
    this.#tables.delete(generation);
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
