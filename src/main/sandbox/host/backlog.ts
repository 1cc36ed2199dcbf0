/** Events that wait for a guest: one per channel, the newest, in the order in which the channels came first. */
export class Backlog {
  /** Values that gave way to newer ones of their channel. */
  coalesced = 0;
  readonly #order: number[] = [];
  readonly #values: number[] = [];
  readonly #seqs: number[] = [];
  readonly #waiting: boolean[] = [];

  get empty(): boolean {
    return this.#order.length === 0;
  }

  put(local: number, seq: number, value: number): void {
    if (this.#waiting[local] === true) this.coalesced++;
    else {
      this.#waiting[local] = true;
      this.#order.push(local);
    }
    this.#values[local] = value;
    this.#seqs[local] = seq;
  }

  /** Hand the events over until `take` says no. */
  drain(take: (local: number, seq: number, value: number) => boolean): void {
    let taken = 0;
    for (const local of this.#order) {
      if (!take(local, this.#seqs[local] ?? 0, this.#values[local] ?? 0)) break;
      this.#waiting[local] = false;
      taken++;
    }
    this.#order.splice(0, taken);
  }

  /** Forget a channel. */
  drop(local: number): void {
    if (this.#waiting[local] !== true) return;
    this.#waiting[local] = false;
    this.#order.splice(this.#order.indexOf(local), 1);
  }
}
