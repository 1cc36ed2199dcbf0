/**
 * A DMX USB Pro for tests, written from the API specification and not with the codec under test. It answers the
 * questions a host asks, keeps the DMX it is sent, and can send DMX it "received".
 */
export class SimulatedWidget {
  /** Payloads (start code and slots) of each send request. */
  readonly dmx: Uint8Array[] = [];
  /** Every request's label, in order. */
  readonly labels: number[] = [];
  /** Stays mute when false, as another kind of device would. */
  answers = true;
  #bytes: number[] = [];

  constructor(private readonly toHost: (bytes: Uint8Array) => void) {}

  feed(bytes: Uint8Array): void {
    this.#bytes.push(...bytes);
    for (;;) {
      const start = this.#bytes.indexOf(0x7e);
      if (start < 0) return void (this.#bytes = []);
      this.#bytes = this.#bytes.slice(start);
      const length = (this.#bytes[2] ?? 0) + 256 * (this.#bytes[3] ?? 0);
      if (this.#bytes.length < length + 5) return;
      const frame = this.#bytes.slice(0, length + 5);
      this.#bytes = this.#bytes.slice(length + 5);
      if (frame.at(-1) !== 0xe7) throw new Error('the frame has no end byte');
      this.#request(frame[1] ?? 0, frame.slice(4, -1));
    }
  }

  /** DMX arrives at the widget's input. */
  receive(slots: readonly number[], status = 0, startCode = 0): void {
    this.#reply(5, [status, startCode, ...slots]);
  }

  #request(label: number, data: number[]): void {
    this.labels.push(label);
    if (label === 6) this.dmx.push(Uint8Array.from(data));
    if (!this.answers) return;
    if (label === 3) this.#reply(3, [44, 1, 9, 1, 40]);
    if (label === 10) this.#reply(10, [0x34, 0x25, 0x17, 0x00]);
    // ENTTEC's ESTA code and the widget's model, as OLA wants to know them.
    if (label === 77) this.#reply(77, [0x45, 0x4e, ...text('ENTTEC')]);
    if (label === 78) this.#reply(78, [1, 0, ...text('Simulated DMX USB Pro')]);
  }

  #reply(label: number, data: number[]): void {
    this.toHost(Uint8Array.of(0x7e, label, data.length & 255, data.length >> 8, ...data, 0xe7));
  }
}

function text(words: string): number[] {
  return [...Buffer.from(words, 'latin1'), 0];
}
