import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import { type Answer, BUFFER_FULL } from './codec.ts';
import type { Command, Inquiry } from './camera.ts';

export interface QueueEvents {
  /** Send this body; `again` when the camera did not answer it the first time. */
  send(body: readonly number[], isInquiry: boolean, again: boolean): void;
  value(inquiry: Inquiry, data: Uint8Array): void;
  /** The camera refused; or a command found no room. */
  dropped(code: number | undefined): void;
  /** The camera answered, or has not for a while. */
  alive(answers: boolean): void;
}

interface Item extends Command {
  readonly inquiry: Inquiry | undefined;
}

/** How long an answer may take, ms. */
const TIMEOUT = 300;
/** How long a busy camera is left alone, ms. */
const BUSY = 50;
/** Unanswered commands in a row after which the camera counts as away. */
const SILENT_AFTER = 3;
const MOST_WAITING = 256;

/**
 * Sends one command at a time, as cameras can take only two: the next one follows the acknowledgement. A position that
 * waits is replaced by a newer one; presets and the like are all kept, in order.
 */
export class CommandQueue {
  #waiting: Item[] = [];
  #current: Item | undefined;
  #tries = 0;
  #silences = 0;
  #timer: Dispose | undefined;

  constructor(
    private readonly clock: Clock,
    /** False for lines without a way back: nothing is waited for. */
    private readonly answers: boolean,
    /** How often an unanswered command is sent; more than once only where a repeat is recognised. */
    private readonly mostTries: number,
    private readonly events: QueueEvents,
  ) {}

  command({ key, body }: Command): void {
    this.#add({ key, body, inquiry: undefined });
  }

  ask(inquiry: Inquiry): void {
    if (this.answers) this.#add({ key: `?${inquiry.name}`, body: inquiry.body, inquiry });
  }

  /** An answer of the camera. */
  answer(answer: Answer): void {
    const current = this.#current;
    if (answer.kind === 'other') return;
    this.#heard();
    if (!current) return;
    if (answer.kind === 'error') return this.#refused(current, answer.code);
    if (current.inquiry && answer.kind !== 'value') return;
    if (current.inquiry && answer.kind === 'value') this.events.value(current.inquiry, answer.data);
    this.#next();
  }

  /** The line is new: what was under way is lost. */
  reset(): void {
    this.#timer?.();
    this.#timer = this.#current = undefined;
    this.#waiting = [];
    this.#silences = 0;
  }

  /** Send the current message once more, at once. */
  repeat(): void {
    if (this.#current) this.events.send(this.#current.body, this.#current.inquiry !== undefined, false);
  }

  #add(item: Item): void {
    if (!this.answers) return this.events.send(item.body, false, false);
    const known = item.key === '' ? -1 : this.#waiting.findIndex(one => one.key === item.key);
    // In place: moved to the end, a busy axis would never come to its turn.
    if (known >= 0) this.#waiting[known] = item;
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(item);
    else this.events.dropped(undefined);
    if (!this.#current) this.#next();
  }

  #next(): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#current = this.#waiting.shift();
    this.#tries = 0;
    if (this.#current) this.#send(this.#current);
  }

  #send(item: Item): void {
    this.#tries++;
    this.#timer = this.clock.after(TIMEOUT, () => this.#unanswered(item));
    this.events.send(item.body, item.inquiry !== undefined, this.#tries > 1);
  }

  #unanswered(item: Item): void {
    if (this.#tries < this.mostTries) return this.#send(item);
    if (!item.inquiry) this.events.dropped(undefined);
    if (++this.#silences === SILENT_AFTER) this.events.alive(false);
    this.#next();
  }

  #refused(item: Item, code: number): void {
    if (code !== BUFFER_FULL) {
      this.events.dropped(code);
      return this.#next();
    }
    this.#timer?.();
    this.#timer = this.clock.after(BUSY, () => {
      // A newer position may have come meanwhile.
      const newer = this.#waiting.findIndex(one => one.key !== '' && one.key === item.key);
      if (newer < 0) return this.#send(item);
      const [replacement] = this.#waiting.splice(newer, 1);
      this.#current = replacement;
      if (replacement) this.#send(replacement);
    });
  }

  #heard(): void {
    this.#silences = 0;
    this.events.alive(true);
  }
}
