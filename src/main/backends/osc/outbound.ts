import { fail } from '../../../shared/error/coded-error.ts';
import type { EventBatch, InstanceCounters } from '../../../shared/plugin/backend.ts';
import type { OscChannel } from './channels.ts';
import { type ArgFormat, DEFAULT_FORMAT, type Formats } from './format.ts';
import { prepareMessage, writeArgument } from './outbound-message.ts';
import { SEND, type SendResult } from './transport.ts';

export interface OutboundArgs {
  readonly instance: string;
  readonly counters: InstanceCounters;
  send(bytes: Uint8Array): SendResult;
}

/** The messages to one path. */
interface Target {
  readonly path: string;
  /** Argument by local. */
  readonly uses: Map<number, number>;
  /** Ready to be sent at any time. */
  bytes: Uint8Array;
  /** Nothing but the address: a value can only say when to send it. */
  isTrigger: boolean;
  /** Section of a batch in which it was touched last. */
  mark: number;
  /** Its last values have not reached anybody. */
  unsent: boolean;
}

// What an event needs to know of its argument lies in one piece, by local.
const STRIDE = 4;
const MIN = 0;
const SPAN = 1;
const PLACE = 2;
const TYPE = 3;
const NO_PLACE = -1;

/**
 * From events to messages. Arguments of one message that change in one batch leave together; two values of the same
 * argument leave one after the other.
 */
export class Outbound {
  readonly #targets = new Map<string, Target>();
  /** By local, as the next three. */
  readonly #targetOf: (Target | undefined)[] = [];
  #layout = new Float64Array(16 * STRIDE);
  #values = new Float64Array(16);
  /** Section of a batch in which the argument was set last. */
  #marks = new Float64Array(16);
  readonly #pending: Target[] = [];
  #count = 0;
  #mark = 1;

  constructor(
    private readonly args: OutboundArgs,
    private root: string,
    private formats: Formats,
  ) {}

  /** Build all messages anew; values stay. */
  configure(root: string, formats: Formats): void {
    this.root = root;
    this.formats = formats;
    for (const target of this.#targets.values()) this.#build(target);
  }

  /** Throws `backend.bad-channel` when the pattern of the path has no such argument. */
  set(local: number, channel: OscChannel): void {
    this.#check(channel);
    this.#grow(local + 1);
    const target = this.#targets.get(channel.path) ?? newTarget(channel.path);
    this.#targets.set(channel.path, target);
    this.#targetOf[local] = target;
    target.uses.set(local, channel.index);
    this.#build(target);
  }

  remove(local: number): void {
    const target = this.#targetOf[local];
    if (!target) return;
    this.#targetOf[local] = undefined;
    this.#values[local] = 0;
    target.uses.delete(local);
    if (target.uses.size === 0) this.#targets.delete(target.path);
    else this.#build(target);
  }

  receive(batch: EventBatch): void {
    const { locals, values, end } = batch;
    for (let i = batch.start; i < end; i++) {
      const local = locals[i] as number;
      const target = this.#targetOf[local];
      if (target) this.#event(target, local, values[i] as number);
    }
    this.#flush();
  }

  /** The way out is open (again): send the newest values that could not leave. */
  resend(): void {
    for (const target of this.#targets.values()) if (target.unsent) this.#send(target);
  }

  #event(target: Target, local: number, value: number): void {
    if (target.isTrigger) {
      if (value > 0) this.#pending[this.#count++] = target;
      return;
    }
    // A second value of the same argument: the first one has to leave before.
    if (this.#marks[local] === this.#mark) this.#flush();
    this.#marks[local] = this.#mark;
    this.#values[local] = value;
    this.#write(target, local, value);
    if (target.mark === this.#mark) return;
    target.mark = this.#mark;
    this.#pending[this.#count++] = target;
  }

  #write(target: Target, local: number, value: number): void {
    const layout = this.#layout;
    const at = local * STRIDE;
    const place = layout[at + PLACE] as number;
    if (place === NO_PLACE) return;
    const number = (layout[at + MIN] as number) + value * (layout[at + SPAN] as number);
    writeArgument(target.bytes, place, layout[at + TYPE] as number, number, value);
  }

  #flush(): void {
    for (let i = 0; i < this.#count; i++) this.#send(this.#pending[i] as Target);
    this.#count = 0;
    this.#mark++;
  }

  #send(target: Target): void {
    const { counters } = this.args;
    const result = this.args.send(target.bytes);
    if (result === SEND.down) {
      // One set of values per message waits; a trigger that comes late would be wrong.
      if (target.unsent || target.isTrigger) counters.dropped++;
      target.unsent = !target.isTrigger;
      return;
    }
    target.unsent = false;
    counters.sent++;
    // The system has not taken the bytes yet: leave them to it.
    if (result === SEND.borrowed) target.bytes = Buffer.from(target.bytes);
  }

  #build(target: Target): void {
    const args = this.#argsOf(target);
    const { bytes, places } = prepareMessage(this.root + target.path, args);
    target.bytes = bytes;
    target.isTrigger = args.length === 0;
    for (const [local, index] of target.uses) {
      const { min, max, type } = args[index] ?? DEFAULT_FORMAT;
      this.#layout.set([min, max - min, places[index] ?? NO_PLACE, type.charCodeAt(0)], local * STRIDE);
      this.#write(target, local, this.#values[local] as number);
    }
  }

  /** Without a pattern, as many numbers from 0 to 1 as the patch uses. */
  #argsOf({ path, uses }: Target): readonly ArgFormat[] {
    const count = Math.max(...uses.values()) + 1;
    return this.formats.find(path) ?? Array.from({ length: count }, () => DEFAULT_FORMAT);
  }

  #check({ path, index }: OscChannel): void {
    const args = this.formats.find(path);
    if (!args || index < Math.max(1, args.length)) return;
    const reason = `the pattern for ${path} has ${args.length} argument(s)`;
    const help = 'Arguments are counted from 0; add a type to the pattern or use an argument that it has.';
    const channel = `${path}:${index}`;
    throw fail('backend.bad-channel', { instance: this.args.instance, channel, reason, help });
  }

  #grow(count: number): void {
    if (count <= this.#values.length) return;
    const size = 2 ** Math.ceil(Math.log2(count));
    this.#layout = grown(this.#layout, size * STRIDE);
    this.#values = grown(this.#values, size);
    this.#marks = grown(this.#marks, size);
  }
}

function newTarget(path: string): Target {
  return { path, uses: new Map(), bytes: new Uint8Array(0), isTrigger: false, mark: 0, unsent: false };
}

function grown(array: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(size);
  larger.set(array);
  return larger;
}
