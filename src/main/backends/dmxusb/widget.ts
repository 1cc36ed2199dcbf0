import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import { firmwareVersion, FrameParser, frameOf, Label, serialNumber } from './codec.ts';
import type { SerialDriver, SerialLine } from './driver.ts';

/** A widget that does not answer within this time (ms) is none. */
const ANSWER_MS = 1500;

export interface WidgetEvents {
  /** It answered, and takes frames now. */
  onReady(description: string): void;
  onLost(reason: string): void;
  onDrain(): void;
  /** A DMX packet with start code 0; valid during the call only. */
  onFrame(slots: Uint8Array): void;
  /** Bytes or packets that made no sense. */
  onGarbage(count: number): void;
}

/** The far end of the serial line: asked who it is, then used. */
export class Widget {
  readonly #parser = new FrameParser((label, data) => this.#frame(label, data));
  #line: SerialLine | undefined;
  #patience: Dispose | undefined;
  #serial = '';
  #ready = false;
  #input = false;

  constructor(
    clock: Clock,
    private readonly path: string,
    private readonly events: WidgetEvents,
  ) {
    this.#patience = clock.after(ANSWER_MS, () => {
      this.#patience = undefined;
      if (!this.#ready) this.#lost(`${this.path} does not answer as a DMX USB Pro`);
    });
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** Open the line and ask; `onReady` follows. Rejects when the port cannot be opened. */
  async open(driver: SerialDriver, input: boolean): Promise<void> {
    this.#input = input;
    const line = await driver.open(this.path, {
      onData: bytes => this.#data(bytes),
      onDrain: () => this.events.onDrain(),
      onLost: reason => this.#lost(reason),
    });
    if (!this.#patience) {
      line.close();
      return;
    }
    this.#line = line;
    line.write(frameOf(Label.serial));
    line.write(frameOf(Label.parameters, [0, 0]));
  }

  write(frame: Uint8Array): boolean {
    return this.#line?.write(frame) ?? false;
  }

  close(): void {
    this.#ready = false;
    this.#patience?.();
    this.#patience = undefined;
    this.#line?.close();
    this.#line = undefined;
  }

  #data(bytes: Uint8Array): void {
    const before = this.#parser.skipped;
    this.#parser.feed(bytes);
    if (this.#parser.skipped > before) this.events.onGarbage(1);
  }

  #frame(label: number, data: Uint8Array): void {
    if (label === Label.serial) this.#serial = serialNumber(data) ?? '';
    else if (label === Label.parameters) this.#answered(firmwareVersion(data));
    else if (label === Label.received) this.#packet(data);
  }

  #answered(version: string | undefined): void {
    if (this.#ready || !this.#patience) return;
    this.#ready = true;
    this.#patience();
    if (this.#input) this.#line?.write(frameOf(Label.receiveMode, [0]));
    const serial = this.#serial === '' ? '' : ` ${this.#serial}`;
    const firmware = version === undefined ? '' : `, firmware ${version}`;
    this.events.onReady(`DMX USB Pro${serial} on ${this.path}${firmware}`);
  }

  /** A status byte (not 0: overrun, the packet is damaged), the start code (0 is dimmer data), the slots. */
  #packet(data: Uint8Array): void {
    if (data.length < 2 || data[0] !== 0) this.events.onGarbage(1);
    else if (data[1] === 0) this.events.onFrame(data.subarray(2));
  }

  #lost(reason: string): void {
    this.close();
    this.events.onLost(reason);
  }
}
