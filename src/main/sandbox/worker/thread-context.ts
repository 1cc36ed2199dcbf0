import { ControlBlock } from '../link/control-block.ts';
import type { FromGuest, GuestThreadData } from '../link/messages.ts';
import { Ring } from '../link/ring.ts';
import { Transfer } from '../link/transfer.ts';
import { HostCaller } from './host-caller.ts';

/** What all instances of a guest thread share: the rings, the port, the time. */
export class ThreadContext {
  readonly control: ControlBlock;
  readonly in: Ring;
  readonly out: Ring;
  readonly caller: HostCaller;
  readonly #started = performance.now();
  #hostTime: number;

  constructor(readonly data: GuestThreadData) {
    this.control = new ControlBlock(data.link.control);
    this.in = new Ring(data.link.toGuest);
    this.out = new Ring(data.link.toHost);
    const transfer = new Transfer(data.link.transfer, this.control);
    this.caller = new HostCaller(this.control, transfer, () => this.post({ op: 'ask' }));
    this.#hostTime = data.start;
  }

  /** Milliseconds on the host's clock. */
  now(): number {
    if (this.data.time === 'host') return this.#hostTime;
    return this.data.start + performance.now() - this.#started;
  }
  setHostTime(now: number): void {
    this.#hostTime = now;
  }

  post(message: FromGuest): void {
    this.data.port.postMessage(message);
  }

  /** Show the host what was put into the ring, and wake it once if it sleeps. */
  publish(): void {
    this.out.publish();
    if (this.control.exchange('wantBell', 0) === 1) this.post({ op: 'bell' });
  }

  waitForSpace(): void {
    this.publish();
    this.out.waitForSpace(50);
  }
}
