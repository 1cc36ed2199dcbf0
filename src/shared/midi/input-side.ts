import type { InstanceArgs } from '../plugin/backend.ts';
import type { Dispose } from '../plugin/common.ts';
import { type MidiAddress, midiKey } from './address.ts';
import { midiChannelName } from './channels.ts';
import { type DecodedSink, MidiDecoder } from './decoder.ts';
import { EncoderPositions } from './encoder-positions.ts';
import { HeldNotes } from './held-notes.ts';
import { Kind } from './kinds.ts';
import type { MidiSettings } from './options.ts';
import { type MidiSink, MidiStreamParser } from './stream-parser.ts';
import { matchSysex } from './sysex-template.ts';

/** How long (ms) a 14-bit value waits for its lower half. */
const SETTLE_MS = 10;

/** From bytes to events: what arrives on one MIDI cable, and which keys are down on it. */
export class MidiInputSide implements MidiSink, DecodedSink {
  /** Called with each SysEx that arrives; the bytes are valid during the call only. */
  onSysex: ((bytes: Uint8Array) => void) | undefined;
  readonly #parser = new MidiStreamParser(this);
  readonly #decoder: MidiDecoder;
  readonly #encoders: EncoderPositions;
  readonly #locals = new Map<number, number>();
  readonly #templates = new Map<string, number>();
  readonly #held = new HeldNotes();
  #settling: Dispose | undefined;

  constructor(
    private readonly args: InstanceArgs,
    private settings: MidiSettings,
  ) {
    this.#decoder = new MidiDecoder(this, () => args.clock.now());
    const emit = (local: number, value: number) => args.emit(local, value);
    this.#encoders = new EncoderPositions(settings.relative, settings.relativeSteps, emit);
  }

  apply(settings: MidiSettings): void {
    this.settings = settings;
    this.#encoders.configure(settings.relative, settings.relativeSteps);
  }

  /** Events of this address go to `local`. */
  listen(local: number, address: MidiAddress): void {
    if (address.template !== undefined) this.#templates.set(address.template, local);
    else if (address.kind === Kind.rel)
      this.#encoders.add(local, address.channel, address.index, address.mode);
    else this.#locals.set(midiKey(address.kind, address.channel, address.index), local);
    this.#countParameters();
  }

  ignore(local: number, address: MidiAddress): void {
    const key = midiKey(address.kind, address.channel, address.index);
    if (address.template !== undefined) this.#templates.delete(address.template);
    else if (address.kind === Kind.rel) this.#encoders.remove(local);
    else if (this.#locals.get(key) === local) this.#locals.delete(key);
    this.#countParameters();
  }

  moveEncoder(local: number, value: number): void {
    this.#encoders.moveTo(local, value);
  }

  /** Bytes from `start` (inclusive) to `end` (exclusive). Never throws. */
  feed(bytes: Uint8Array, start = 0, end = bytes.length): void {
    const before = this.#parser.malformed;
    this.#parser.feed(bytes, start, end);
    this.args.counters.malformed += this.#parser.malformed - before;
  }

  /** Nothing more comes from the other end: keys that were down are up now. */
  lost(): void {
    this.#parser.reset();
    this.#decoder.settle();
    this.#held.each((channel, note) => this.value(midiKey(Kind.note, channel, note), 0));
  }

  close(): void {
    this.#settling?.();
    this.#settling = undefined;
  }

  short(status: number, data1: number, data2: number): void {
    this.#count();
    this.#decoder.short(status, data1, data2);
    if (!this.#decoder.pending || this.#settling) return;
    this.#settling = this.args.clock.after(SETTLE_MS, () => {
      this.#settling = undefined;
      this.#decoder.settle();
    });
  }

  sysex(bytes: Uint8Array): void {
    this.#count();
    this.#decoder.sysex(bytes);
    this.onSysex?.(bytes);
  }

  value(key: number, value: number): void {
    if (key >> 18 === Kind.note) this.#held.set((key >> 14) & 15, key & 127, value > 0);
    const local = this.#locals.get(key);
    if (local !== undefined) this.args.emit(local, value);
    else if (this.args.detector.active) this.args.detector.report(midiChannelName(key), value);
  }

  reading(key: number, value: number): void {
    const local = this.#locals.get(key);
    if (local !== undefined) this.args.emit(local, value);
  }

  encoder(channel: number, controller: number, raw: number): void {
    this.#encoders.turn(channel, controller, raw);
  }

  /** From the decoder: look which templates a message fits. */
  decodedSysex(bytes: Uint8Array): void {
    for (const [name, local] of this.#templates) {
      const template = this.settings.templates.get(name);
      const value = template && matchSysex(template, bytes);
      if (value !== undefined) this.args.emit(local, value);
    }
  }

  #count(): void {
    this.args.counters.received++;
    this.args.counters.lastActivity = this.args.clock.now();
  }

  #countParameters(): void {
    let used = 0;
    for (const key of this.#locals.keys()) {
      const kind = key >> 18;
      if (kind === Kind.rpn || kind === Kind.nrpn) used |= 1 << ((key >> 14) & 15);
    }
    this.#decoder.parameterChannels = used;
  }
}
