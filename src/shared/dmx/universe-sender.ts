import { Troubles } from '../net/troubles.ts';
import type { EventBatch, InstanceArgs } from '../plugin/backend.ts';
import { FramePacer, type PacerOptions } from './frame-pacer.ts';
import type { SlotMap } from './slot-map.ts';
import { UniverseOutput } from './universe-output.ts';

/** How a universe reaches its receivers. */
export interface SenderLink {
  /** The receiver as the user knows it. */
  readonly address: string;
  /** The socket is open. */
  readonly open: boolean;
  /** Find the numeric address; `done` gets undefined and a reason when there is none. */
  resolve(done: (to: string | undefined, reason: string) => void): void;
  /** Number the frame and send it as it stands. */
  transmit(to: string, sent: (error: Error | null) => void): void;
  /** Sending fails now, or works again. */
  changed(): void;
}

/** The sending half of a universe: levels, pace, and what is wrong with the way out. */
export class UniverseSender {
  readonly #output: UniverseOutput;
  readonly #pacer: FramePacer;
  readonly #troubles: Troubles;
  readonly #flush: (() => void) | undefined;
  #to: string | undefined;
  #fault = '';

  constructor(
    private readonly args: Pick<InstanceArgs, 'name' | 'problems' | 'clock' | 'counters'>,
    map: SlotMap,
    /** The payload of the frame, which is sent as it is. */
    levels: Uint8Array,
    /** With no gap, no value of a burst is merged with the next. */
    pace: PacerOptions,
    private readonly link: SenderLink,
  ) {
    this.#output = new UniverseOutput(map, levels);
    this.#pacer = new FramePacer(args.clock, pace, this.#send);
    this.#flush = pace.gap === 0 ? () => this.#pacer.now() : undefined;
    this.#troubles = new Troubles(args);
    this.resolve();
  }

  /** Why nothing can be sent; empty when it can. */
  get fault(): string {
    return this.#fault;
  }

  receive(batch: EventBatch): void {
    this.#output.write(batch, this.#flush);
    if (this.#output.dirty) this.#pacer.changed();
  }

  /** The way is new: send what was sent before. */
  restore(): void {
    this.#pacer.restore();
  }

  stop(): void {
    this.#pacer.stop();
  }

  /** Look the receiver up, if that has not worked yet. */
  resolve(): void {
    if (this.#to !== undefined) return;
    this.link.resolve((to, reason) => {
      if (to === undefined) return this.#fails(reason);
      this.#to = to;
      this.#works();
      this.restore();
    });
  }

  /** Send the frame now, outside of its pace. */
  readonly #send = (): void => {
    if (this.#to === undefined) {
      this.args.counters.dropped++;
      return;
    }
    this.link.transmit(this.#to, this.#sent);
    this.#output.sent();
  };

  readonly #sent = (error: Error | null): void => {
    const { counters, clock } = this.args;
    if (error) {
      counters.dropped++;
      if (this.link.open) this.#fails(error.message);
      return;
    }
    counters.sent++;
    counters.lastActivity = clock.now();
    this.#works();
  };

  #works(): void {
    if (this.#fault === '') return;
    this.#fault = '';
    this.#troubles.reaches();
    this.link.changed();
  }

  #fails(reason: string): void {
    if (this.#fault === reason) return;
    this.#fault = reason;
    this.#troubles.cannotReach('destination', this.link.address, reason);
    this.link.changed();
  }
}
