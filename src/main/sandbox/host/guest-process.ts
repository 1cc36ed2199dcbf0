import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { type CallAnswer, type CallRequest, refusal } from '../link/calls.ts';
import { ControlBlock } from '../link/control-block.ts';
import type { FromGuest, GuestLink, GuestThreadData, ToGuest } from '../link/messages.ts';
import { Ring } from '../link/ring.ts';
import { Transfer, TRANSFER_BYTES } from '../link/transfer.ts';
import { Watchdog, type WatchdogLimits } from './watchdog.ts';

const RING = 1 << 14;
/** Outputs that are taken over before the event loop gets its turn. */
const DRAIN = 4096;
/**
 * A thread that is no longer needed rests for so long before it is ended, ms. Node 20 aborts the process when V8 still
 * compiles in the background for a thread that ends, as it does for one that has just started.
 */
const REST = 250;

export interface ProcessListener {
  output(id: number, seq: number, value: number): void;
  message(message: FromGuest): void;
  /** Guest code asks something and waits. */
  ask(instance: number, generation: number, request: CallRequest): Promise<CallAnswer>;
  /** There may be room in the ring again. */
  relaxed(): void;
  /** The thread is gone; `instance` ran then (0 = none), in the handler of the channel `local` if that is known. */
  lost(instance: number, local: number | undefined, reason: string): void;
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Question = Without<Extract<ToGuest, { request: number }>, 'request'>;

/** One guest thread from its start to its end: rings, messages, watchdog. */
export class GuestProcess {
  readonly ready: Promise<void>;
  readonly in: Ring;
  readonly #out: Ring;
  readonly #control: ControlBlock;
  readonly #transfer: Transfer;
  readonly #port: MessagePort;
  readonly #worker: Worker;
  readonly #watchdog: Watchdog;
  readonly #questions = new Map<number, { resolve(result: unknown): void; reject(reason: Error): void }>();
  #interrupt: Uint8Array | undefined;
  #requests = 0;
  /** Number of the call that waits for an answer; late answers are told by it. */
  #asked = 0;
  #draining = false;
  #ended = false;

  constructor(
    make: (data: GuestThreadData, transfer: readonly MessagePort[]) => Worker,
    options: Omit<GuestThreadData, 'link' | 'port'>,
    limits: WatchdogLimits,
    private readonly listener: ProcessListener,
  ) {
    const link = allocateLink();
    this.#control = new ControlBlock(link.control);
    this.in = new Ring(link.toGuest);
    this.#out = new Ring(link.toHost);
    this.#transfer = new Transfer(link.transfer, this.#control);
    this.#control.set('wantBell', 1);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = make({ ...options, link, port: port2 }, [port2]);
    this.#worker.on('error', error => this.#lose(error.message));
    this.#worker.on('exit', () => this.#lose('its thread ended'));
    this.ready = new Promise((resolve, reject) => {
      this.#questions.set(0, { resolve: () => resolve(), reject });
    });
    this.ready.catch(() => undefined);
    this.#port.on('message', (message: FromGuest) => this.#hear(message));
    this.#watchdog = new Watchdog(this.#control, limits, {
      cut: () => this.#answer(this.#asked, refusal('ETIMEDOUT', 'a handler may not wait that long')),
      interrupt: () => this.#interrupt?.fill(2),
      kill: () => this.kill('its code did not stop'),
    });
  }

  send(message: ToGuest): void {
    if (this.#ended) return;
    this.#port.postMessage(message);
    this.wake();
  }

  /** Send a question; rejects when the thread ends before it answers. */
  request<T>(question: Question): Promise<T> {
    if (this.#ended) return Promise.reject(new Error('the thread has ended'));
    const request = ++this.#requests;
    return new Promise<T>((resolve, reject) => {
      this.#questions.set(request, { resolve: result => resolve(result as T), reject });
      this.send({ ...question, request } as ToGuest);
    });
  }

  /** Show what was pushed into the ring and wake the thread. */
  publish(): void {
    this.in.publish();
    this.wake();
  }
  wake(): void {
    this.#control.raise('wake');
    this.#control.notify('wake');
  }

  /** End the thread whatever it does. */
  kill(reason: string): void {
    this.#lose(reason);
  }

  /** End a thread that has nothing to do. */
  retire(): void {
    this.#worker.unref();
    this.#lose('no instance needs it', REST);
  }

  #hear(message: FromGuest): void {
    if (this.#ended) return;
    switch (message.op) {
      case 'ready':
        if (message.interrupt) this.#interrupt = new Uint8Array(message.interrupt, 0, 1);
        this.#settle(0, undefined);
        break;
      case 'bell':
        this.#drain();
        break;
      case 'ask':
        this.#ask();
        break;
      case 'answer':
        this.#settle(message.request, message.result);
        break;
      case 'fatal':
        this.#lose(message.reason);
        break;
      default:
        this.listener.message(message);
    }
  }

  #settle(request: number, result: unknown): void {
    this.#drain();
    const question = this.#questions.get(request);
    this.#questions.delete(request);
    question?.resolve(result);
  }

  #drain(): void {
    if (this.#draining || this.#ended) return;
    const out = this.#out;
    const count = Math.min(DRAIN, out.available());
    for (let i = 0; i < count; i++) this.listener.output(out.id(i), out.seq(i), out.value(i));
    out.release(count);
    out.notifySpace();
    this.listener.relaxed();
    if (count === DRAIN) {
      this.#draining = true;
      setImmediate(() => {
        this.#draining = false;
        this.#drain();
      });
      return;
    }
    this.#control.set('wantBell', 1);
    // What was published between the look and the word above rang no bell.
    if (out.available() > 0 && this.#control.exchange('wantBell', 0) === 1) setImmediate(() => this.#drain());
  }

  #ask(): void {
    const token = ++this.#asked;
    const request = this.#transfer.readRequest();
    if (!request) return this.#answer(token, refusal('ENOSYS', 'there is no such call'));
    const instance = this.#control.get('busy');
    this.listener.ask(instance, this.#control.get('generation'), request).then(
      answer => this.#answer(token, answer),
      () => this.#answer(token, refusal('EIO', 'the call failed')),
    );
  }

  #answer(token: number, answer: CallAnswer): void {
    if (token !== this.#asked || this.#ended || this.#control.get('callState') !== 1) return;
    this.#asked++;
    this.#transfer.answer(answer);
  }

  #lose(reason: string, rest = 0): void {
    if (this.#ended) return;
    const instance = this.#control.get('busy');
    const local = this.#control.get('local');
    this.#ended = true;
    this.#watchdog.stop();
    this.#port.close();
    if (rest === 0) void this.#worker.terminate();
    else setTimeout(() => void this.#worker.terminate(), rest).unref();
    for (const question of this.#questions.values()) question.reject(new Error(reason));
    this.#questions.clear();
    this.listener.lost(instance, local > 0 ? local - 1 : undefined, reason);
  }
}

function allocateLink(): GuestLink {
  return {
    control: new SharedArrayBuffer(ControlBlock.BYTES),
    toGuest: new SharedArrayBuffer(Ring.bytes(RING)),
    toHost: new SharedArrayBuffer(Ring.bytes(RING)),
    transfer: new SharedArrayBuffer(TRANSFER_BYTES),
  };
}
