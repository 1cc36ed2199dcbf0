import { fail } from '../../../shared/error/coded-error.ts';
import type { EventBatch, InstanceCounters } from '../../../shared/plugin/backend.ts';
import type { OscChannel } from './channels.ts';
import { type ArgFormat, DEFAULT_FORMAT, type Formats } from './format.ts';
import { OutboundMessage } from './outbound-message.ts';
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
  message: OutboundMessage;
  /** Batch section in which it was touched last. */
  mark: number;
  /** Its last values have not reached anybody. */
  unsent: boolean;
}

/**
 * From events to messages. Arguments of one message that change in one batch leave together; two values of the same
 * argument leave one after the other.
 */
export class Outbound {
  readonly #targets = new Map<string, Target>();
  /** By local. */
  readonly #targetOf: (Target | undefined)[] = [];
  readonly #indexOf: number[] = [];
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
    const target = this.#targets.get(channel.path) ?? this.#newTarget(channel.path);
    target.uses.set(local, channel.index);
    this.#targetOf[local] = target;
    this.#indexOf[local] = channel.index;
    if (!target.message.isTrigger && channel.index >= target.message.args.length) this.#build(target);
  }

  remove(local: number): void {
    const target = this.#targetOf[local];
    if (!target) return;
    this.#targetOf[local] = undefined;
    target.uses.delete(local);
    if (target.uses.size === 0) this.#targets.delete(target.path);
    else this.#build(target);
  }

  receive(batch: EventBatch): void {
    const { locals, values, end } = batch;
    for (let i = batch.start; i < end; i++) {
      const local = locals[i] as number;
      const target = this.#targetOf[local];
      if (target) this.#event(target, this.#indexOf[local] as number, values[i] as number);
    }
    this.#flush();
  }

  /** The way out is open (again): send the newest values that could not leave. */
  resend(): void {
    for (const target of this.#targets.values()) if (target.unsent) this.#send(target);
  }

  #event(target: Target, index: number, value: number): void {
    if (target.message.isTrigger) {
      if (value > 0) this.#touch(target);
      return;
    }
    if (target.message.set(index, value, this.#mark)) {
      if (target.mark !== this.#mark) this.#touch(target);
      return;
    }
    this.#flush();
    this.#event(target, index, value);
  }

  #touch(target: Target): void {
    target.mark = this.#mark;
    this.#pending[this.#count++] = target;
  }

  #flush(): void {
    for (let i = 0; i < this.#count; i++) this.#send(this.#pending[i] as Target);
    this.#count = 0;
    this.#mark = (this.#mark + 1) >>> 0 || 1;
  }

  #send(target: Target): void {
    const { counters } = this.args;
    const { message } = target;
    const result = this.args.send(message.bytes);
    if (result === SEND.down) {
      // One set of values per message waits; a trigger that comes late would be wrong.
      if (target.unsent || message.isTrigger) counters.dropped++;
      target.unsent = !message.isTrigger;
      return;
    }
    target.unsent = false;
    counters.sent++;
    // The system has not taken the bytes yet: leave them to it.
    if (result === SEND.borrowed) message.bytes = message.bytes.slice();
  }

  #newTarget(path: string): Target {
    const message = this.#message(path, 0, []);
    const target = { path, uses: new Map<number, number>(), message, mark: 0, unsent: false };
    this.#targets.set(path, target);
    return target;
  }

  #build(target: Target): void {
    const count = Math.max(...target.uses.values()) + 1;
    target.message = this.#message(target.path, count, target.message.values);
  }

  /** Without a pattern, as many numbers from 0 to 1 as the patch uses. */
  #message(path: string, count: number, values: ArrayLike<number>): OutboundMessage {
    const args: readonly ArgFormat[] =
      this.formats.find(path) ?? Array.from({ length: Math.max(1, count) }, () => DEFAULT_FORMAT);
    return new OutboundMessage(this.root + path, args, values);
  }

  #check({ path, index }: OscChannel): void {
    const args = this.formats.find(path);
    if (!args || index < Math.max(1, args.length)) return;
    const reason = `the pattern for ${path} has ${args.length} argument(s)`;
    const help = 'Arguments are counted from 0; add a type to the pattern or use an argument that it has.';
    throw fail('backend.bad-channel', {
      instance: this.args.instance,
      channel: `${path}:${index}`,
      reason,
      help,
    });
  }
}
