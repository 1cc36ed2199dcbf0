import type { InstanceArgs } from '../plugin/backend.ts';
import type { MidiAddress } from './address.ts';
import { ClockGenerator } from './clock-generator.ts';
import { encodeMidi, type MidiWriter } from './encoder.ts';
import { HeldNotes } from './held-notes.ts';
import { Kind } from './kinds.ts';
import type { MidiSettings } from './options.ts';
import { fillSysex } from './sysex-template.ts';

/** Kinds that are a state of the other end, worth sending again when it returns. */
const STATES: ReadonlySet<Kind> = new Set<Kind>([
  Kind.note,
  Kind.cc,
  Kind.hires,
  Kind.pressure,
  Kind.aftertouch,
  Kind.pitch,
  Kind.program,
  Kind.rpn,
  Kind.nrpn,
  Kind.sysex,
]);

interface Output {
  readonly address: MidiAddress;
  /** The last value sent or to be sent; NaN before the first. */
  last: number;
}

/** From events to messages: what goes out on one MIDI cable, and which notes sound at its other end. */
export class MidiOutputSide implements MidiWriter {
  readonly #outputs: (Output | undefined)[] = [];
  readonly #held = new HeldNotes();
  readonly #generator: ClockGenerator;
  /** MIDI channels (bits) on which notes were sent. */
  #noteChannels = 0;
  #connected = false;

  constructor(
    private readonly args: InstanceArgs,
    private settings: MidiSettings,
    private readonly writer: MidiWriter,
  ) {
    this.#generator = new ClockGenerator(args.clock, () => this.short(1, 0xf8, 0, 0));
  }

  apply(settings: MidiSettings): void {
    this.settings = settings;
  }

  /** Values for `local` go to this address from now on. */
  add(local: number, address: MidiAddress): void {
    this.#outputs[local] ??= { address, last: NaN };
  }

  /** No more values for `local`: a note that sounds is released, a clock stops. */
  remove(local: number): void {
    const output = this.#outputs[local];
    this.#outputs[local] = undefined;
    if (!output) return;
    const { kind, channel, index } = output.address;
    if (kind === Kind.note && this.#held.has(channel, index) && this.#connected)
      this.#release(channel, index);
    if (kind === Kind.tempo) this.#generator.stop();
  }

  send(local: number, value: number): void {
    const output = this.#outputs[local];
    if (!output) return;
    output.last = value;
    if (this.#connected) this.#write(output, value);
    else this.args.counters.dropped++;
  }

  /** The other end can hear us: release what should not sound any more, and send the last values again. */
  ready(): void {
    this.#connected = true;
    this.#held.each((channel, note) => {
      if (!this.settings.restore || !this.#shouldSound(channel, note)) this.#release(channel, note);
    });
    for (const output of this.#outputs) {
      if (!output || Number.isNaN(output.last)) continue;
      const { kind } = output.address;
      if (kind === Kind.tempo) this.#generator.set(output.last);
      else if (this.settings.restore && STATES.has(kind)) this.#write(output, output.last);
    }
  }

  /** The other end is gone; what is held is remembered for its return. */
  lost(): void {
    this.#connected = false;
    this.#generator.stop();
  }

  /** Release every note that was switched on from here. */
  releaseNotes(): void {
    if (this.#connected) this.#held.each((channel, note) => this.#release(channel, note));
  }

  /** Release all notes, and tell each MIDI channel that got any to be silent (All Notes Off). */
  panic(): void {
    for (const output of this.#outputs) if (output?.address.kind === Kind.note) output.last = 0;
    if (!this.#connected) return;
    this.releaseNotes();
    for (let channel = 0; channel < 16; channel++) {
      if ((this.#noteChannels & (1 << channel)) !== 0) this.short(3, 0xb0 | channel, 123, 0);
    }
  }

  short(length: number, status: number, data1: number, data2: number): void {
    if ((status & 0xe0) === 0x80) {
      this.#held.set(status & 15, data1, (status & 0x10) !== 0 && data2 > 0);
      this.#noteChannels |= 1 << (status & 15);
    }
    this.writer.short(length, status, data1, data2);
  }

  sysex(bytes: Uint8Array): void {
    this.writer.sysex(bytes);
  }

  #write(output: Output, value: number): void {
    const { address } = output;
    if (address.kind === Kind.tempo) this.#generator.set(value);
    else if (address.template === undefined) encodeMidi(address, value, this, this.settings);
    else this.#writeTemplate(address.template, value);
  }

  #writeTemplate(name: string, value: number): void {
    const template = this.settings.templates.get(name);
    // Without a place for a value it is a trigger, and 0 is the button's release.
    if (template && (template.max > 0 || value > 0)) this.sysex(fillSysex(template, value));
  }

  #shouldSound(channel: number, note: number): boolean {
    return this.#outputs.some(output => {
      const address = output?.address;
      return (
        address?.kind === Kind.note &&
        address.channel === channel &&
        address.index === note &&
        (output?.last ?? 0) > 0
      );
    });
  }

  #release(channel: number, note: number): void {
    this.short(3, 0x90 | channel, note, 0);
  }
}
