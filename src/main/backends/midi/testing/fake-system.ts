import type { MidiDriver, OnMessage, PortId } from '../driver.ts';

interface OpenInput {
  readonly name: string;
  readonly onMessage: OnMessage;
}

/** A computer's MIDI for tests: devices are plugged and pulled, and what is sent to each is kept. */
export class FakeMidiSystem implements MidiDriver {
  virtualPorts = true;
  /** Set to make the system fail as one without a sequencer does. */
  broken: string | undefined;
  /** Messages that each port received. */
  readonly sent = new Map<string, number[][]>();
  readonly open: string[] = [];
  /** The most messages that a port takes between two `drain`s; more are lost, as in ALSA. */
  queue = Infinity;
  #inputs: string[] = [];
  #outputs: string[] = [];
  readonly #listeners: OpenInput[] = [];
  #queued = 0;
  #changed: (() => void) | undefined;

  plug(name: string): void {
    this.#inputs.push(name);
    this.#outputs.push(name);
    this.#changed?.();
  }
  pull(name: string): void {
    this.#inputs = this.#inputs.filter(other => other !== name);
    this.#outputs = this.#outputs.filter(other => other !== name);
    this.#changed?.();
  }
  /** This system tells of changes. */
  tell(): void {
    this.watch = changed => {
      this.#changed = changed;
      return () => (this.#changed = undefined);
    };
  }
  watch?: NonNullable<MidiDriver['watch']>;
  /** The reader of the system's queue caught up. */
  drain(): void {
    this.#queued = 0;
  }
  /** A device plays. */
  play(name: string, ...bytes: number[]): void {
    for (const input of this.#listeners) if (input.name === name) input.onMessage(Uint8Array.from(bytes));
  }
  /** What a port received, and forget it. */
  take(name: string): number[][] {
    const messages = this.sent.get(name) ?? [];
    this.sent.set(name, []);
    return messages;
  }

  inputs(): readonly string[] {
    if (this.broken !== undefined) throw new Error(this.broken);
    return this.#inputs;
  }
  outputs(): readonly string[] {
    if (this.broken !== undefined) throw new Error(this.broken);
    return this.#outputs;
  }
  openInput(port: PortId, onMessage: OnMessage) {
    if (!this.#inputs.includes(port.name)) throw new Error('gone');
    return this.#listen(port.name, onMessage);
  }
  openOutput(port: PortId) {
    if (!this.#outputs.includes(port.name)) throw new Error('gone');
    return this.#speak(port.name);
  }
  openVirtualInput(name: string, onMessage: OnMessage) {
    return this.#listen(`virtual:${name}`, onMessage);
  }
  openVirtualOutput(name: string) {
    return this.#speak(`virtual:${name}`);
  }

  #listen(name: string, onMessage: OnMessage) {
    const listener = { name, onMessage };
    this.#listeners.push(listener);
    this.open.push(`in ${name}`);
    return {
      close: () => {
        this.#listeners.splice(this.#listeners.indexOf(listener), 1);
        this.open.splice(this.open.indexOf(`in ${name}`), 1);
      },
    };
  }
  #speak(name: string) {
    this.open.push(`out ${name}`);
    const messages = this.sent.get(name) ?? [];
    this.sent.set(name, messages);
    return {
      send: (bytes: Uint8Array) => {
        if (++this.#queued <= this.queue) (this.sent.get(name) ?? messages).push([...bytes]);
      },
      close: () => void this.open.splice(this.open.indexOf(`out ${name}`), 1),
    };
  }
}
