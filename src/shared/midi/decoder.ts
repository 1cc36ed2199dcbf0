import { midiKey } from './address.ts';
import { ClockMeter } from './clock-meter.ts';
import { ControlPairs } from './control-pairs.ts';
import { Kind, TEMPO_MAX } from './kinds.ts';
import { ParameterNumbers, type ParameterSink } from './parameter-numbers.ts';
import type { MidiSink } from './stream-parser.ts';
import { dayFraction, parseFullFrame, QuarterFrames } from './time-code.ts';

/** Receives what messages mean. Keys are those of `midiKey`, values 0..1. */
export interface DecodedSink {
  /** What a message says in the first place; what detect shows. */
  value(key: number, value: number): void;
  /** Another way to read the same message (release velocity, one half of a 14-bit controller ...). */
  reading(key: number, value: number): void;
  /** A raw control change, for relative encoders. */
  encoder(channel: number, controller: number, raw: number): void;
  /** A whole SysEx; valid during the call only. */
  decodedSysex(bytes: Uint8Array): void;
}

/** Release velocity of a note that was ended by note-on with velocity 0 (MIDI 1.0, "Note Off"). */
const DEFAULT_RELEASE = 64 / 127;

/** Turns complete messages into channel values, keeping the state that MIDI's longer values need. */
export class MidiDecoder implements MidiSink {
  readonly #parameters: ParameterNumbers;
  readonly #pairs: ControlPairs;
  readonly #clock = new ClockMeter();
  readonly #quarters = new QuarterFrames();
  /** MIDI channels (bits) on which the patch uses parameter numbers: their controllers are no controls of their own. */
  parameterChannels = 0;

  constructor(
    private readonly sink: DecodedSink,
    private readonly now: () => number,
  ) {
    const wide: ParameterSink = (kind, channel, index, raw, bits) => {
      const value = raw / (bits === 7 ? 0x7f : 0x3fff);
      const key = midiKey(kind, channel, index);
      if (kind === Kind.hires) sink.reading(key, value);
      else sink.value(key, value);
    };
    this.#parameters = new ParameterNumbers(wide);
    this.#pairs = new ControlPairs(wide);
  }

  /** A 14-bit value waits for its lower half: call `settle` some ms after the last message. */
  get pending(): boolean {
    return this.#parameters.pending || this.#pairs.pending;
  }

  settle(): void {
    this.#parameters.settleAll();
    this.#pairs.settleAll();
  }

  short(status: number, data1: number, data2: number): void {
    const channel = status & 15;
    if (status >= 0xf0) this.#system(status, data1, data2);
    else if (status >= 0xb0 && status < 0xc0) this.#control(channel, data1, data2);
    else {
      this.#parameters.settle(channel);
      this.#pairs.settle(channel);
      this.#voice(status & 0xf0, channel, data1, data2);
    }
  }

  sysex(bytes: Uint8Array): void {
    const time = parseFullFrame(bytes);
    if (time) {
      this.#quarters.reset();
      this.sink.value(midiKey(Kind.mtc, 0, 0), dayFraction(time));
    }
    this.sink.decodedSysex(bytes);
  }

  #voice(type: number, channel: number, data1: number, data2: number): void {
    switch (type) {
      case 0x80:
        this.#noteOff(channel, data1, data2 / 127);
        break;
      case 0x90:
        if (data2 === 0) this.#noteOff(channel, data1, DEFAULT_RELEASE);
        else this.sink.value(midiKey(Kind.note, channel, data1), data2 / 127);
        break;
      case 0xa0:
        this.sink.value(midiKey(Kind.pressure, channel, data1), data2 / 127);
        break;
      case 0xc0:
        this.sink.value(midiKey(Kind.program, channel, 0), data1 / 127);
        break;
      case 0xd0:
        this.sink.value(midiKey(Kind.aftertouch, channel, 0), data1 / 127);
        break;
      case 0xe0:
        this.sink.value(midiKey(Kind.pitch, channel, 0), (data1 | (data2 << 7)) / 0x3fff);
    }
  }

  #noteOff(channel: number, note: number, velocity: number): void {
    this.sink.value(midiKey(Kind.note, channel, note), 0);
    this.sink.reading(midiKey(Kind.noteoff, channel, note), velocity);
  }

  #control(channel: number, controller: number, raw: number): void {
    if (controller !== 38) this.#parameters.settle(channel);
    const key = midiKey(Kind.cc, channel, controller);
    if (!this.#parameters.control(channel, controller, raw)) {
      this.sink.value(key, raw / 127);
      this.sink.encoder(channel, controller, raw);
    } else if ((this.parameterChannels & (1 << channel)) === 0) this.sink.reading(key, raw / 127);
    this.#pairs.control(channel, controller, raw);
  }

  #system(status: number, data1: number, data2: number): void {
    switch (status) {
      case 0xf1:
        this.#quarterFrame(data1);
        break;
      case 0xf2:
        this.#clock.locate(data1 | (data2 << 7));
        this.sink.value(midiKey(Kind.songpos, 0, 0), (data1 | (data2 << 7)) / 0x3fff);
        break;
      case 0xf3:
        this.sink.value(midiKey(Kind.song, 0, 0), data1 / 127);
        break;
      case 0xf8:
        this.#tick();
        break;
      case 0xfa:
        this.#clock.restart();
        this.sink.value(midiKey(Kind.start, 0, 0), 1);
        break;
      case 0xfb:
        this.sink.value(midiKey(Kind.continue, 0, 0), 1);
        break;
      case 0xfc:
        this.sink.value(midiKey(Kind.stop, 0, 0), 1);
        break;
      case 0xff:
        this.sink.value(midiKey(Kind.reset, 0, 0), 1);
    }
  }

  #tick(): void {
    this.sink.reading(midiKey(Kind.clock, 0, 0), 1);
    const bpm = this.#clock.tick(this.now());
    if (bpm < 0) return;
    this.sink.reading(midiKey(Kind.beat, 0, 0), 1);
    if (bpm > 0) this.sink.value(midiKey(Kind.tempo, 0, 0), Math.min(1, bpm / TEMPO_MAX));
  }

  #quarterFrame(data: number): void {
    const time = this.#quarters.take(data);
    if (time) this.sink.value(midiKey(Kind.mtc, 0, 0), dayFraction(time));
  }
}
