/** What an outbox sends through. */
export interface OutboxLink {
  readonly ready: boolean;
  publish(topic: string, payload: string, done: (error?: Error) => void): void;
}

export interface OutboxCounts {
  sent(): void;
  dropped(): void;
}

/** Messages that may wait for the broker's acknowledgements. */
const MOST_WAITING = 20_000;

interface Message {
  readonly topic: string;
  readonly payload: string;
}

/**
 * Publishes in order, no more at a time than the broker takes. When the broker is too slow or away, messages are
 * dropped and counted; the newest payload of each topic is kept and goes out as soon as there is room.
 */
export class Outbox {
  #window = 0;
  #underWay = 0;
  /** Raised with each connection: what belonged to an older one does not count any more. */
  #epoch = 0;
  #waiting: Message[] = [];
  #next = 0;
  /** Newest payload by topic of what was dropped. */
  readonly #late = new Map<string, string>();
  readonly #latest = new Map<string, string>();

  constructor(
    private readonly link: OutboxLink,
    /** Quality 0 is not acknowledged: only the connection's own backlog counts. */
    private readonly acknowledged: boolean,
    private readonly counts: OutboxCounts,
  ) {}

  send(topic: string, payload: string): void {
    this.#latest.set(topic, payload);
    if (this.#room && this.#queued === 0) return this.#publish(topic, payload);
    if (this.acknowledged && this.link.ready && this.#queued < MOST_WAITING) {
      this.#waiting.push({ topic, payload });
      return;
    }
    this.counts.dropped();
    this.#late.set(topic, payload);
  }

  /** Newly connected: everything that was ever sent is sent again. */
  restore(window: number): void {
    this.#epoch++;
    this.#window = window;
    this.#underWay = 0;
    this.#waiting = [];
    this.#next = 0;
    for (const [topic, payload] of this.#latest) this.#late.set(topic, payload);
    this.flush();
  }

  /** There may be room again. */
  flush(): void {
    while (this.#queued > 0 && this.#room) {
      const message = this.#waiting[this.#next++];
      if (message) this.#publish(message.topic, message.payload);
    }
    if (this.#queued === 0 && this.#next > 0) {
      this.#waiting = [];
      this.#next = 0;
    }
    for (const [topic, payload] of this.#late) {
      if (!this.#room || this.#queued > 0) return;
      this.#late.delete(topic);
      this.#publish(topic, payload);
    }
  }

  get #queued(): number {
    return this.#waiting.length - this.#next;
  }
  get #room(): boolean {
    return this.link.ready && (!this.acknowledged || this.#underWay < this.#window);
  }

  #publish(topic: string, payload: string): void {
    // An older value that still waits would overtake this one.
    if (this.#late.size > 0) this.#late.delete(topic);
    this.#underWay++;
    const epoch = this.#epoch;
    this.link.publish(topic, payload, error => {
      if (epoch !== this.#epoch) return;
      this.#underWay--;
      if (error) this.counts.dropped();
      else this.counts.sent();
      if (this.acknowledged) this.flush();
    });
  }
}
