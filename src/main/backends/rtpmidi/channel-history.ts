/** Nothing was said about this yet. */
export const UNKNOWN = -1;

/**
 * What was said last on one MIDI channel, and in which packet (an ever growing number). The sender writes its journal
 * from it, the receiver compares a journal with it.
 */
export class ChannelHistory {
  program = UNKNOWN;
  programAt = UNKNOWN;
  pitch = UNKNOWN;
  pitchAt = UNKNOWN;
  pressure = UNKNOWN;
  pressureAt = UNKNOWN;
  readonly controls = new Int16Array(128).fill(UNKNOWN);
  readonly controlsAt = new Float64Array(128).fill(UNKNOWN);
  /** Velocity of a sounding note, 0 for one that was released. */
  readonly notes = new Int16Array(128).fill(UNKNOWN);
  readonly notesAt = new Float64Array(128).fill(UNKNOWN);
  readonly keys = new Int16Array(128).fill(UNKNOWN);
  readonly keysAt = new Float64Array(128).fill(UNKNOWN);
  /** The packet of the last change. */
  latest = UNKNOWN;

  /** Remember a channel message of this MIDI channel, sent in packet `at`. */
  take(status: number, data1: number, data2: number, at: number): void {
    this.latest = at;
    switch (status & 0xf0) {
      case 0x80:
        this.#note(data1, 0, at);
        break;
      case 0x90:
        this.#note(data1, data2, at);
        break;
      case 0xa0:
        this.keys[data1] = data2;
        this.keysAt[data1] = at;
        break;
      case 0xb0:
        this.#control(data1, data2, at);
        break;
      case 0xc0:
        this.program = data1;
        this.programAt = at;
        break;
      case 0xd0:
        this.pressure = data1;
        this.pressureAt = at;
        break;
      default:
        this.pitch = data1 | (data2 << 7);
        this.pitchAt = at;
    }
  }

  #note(note: number, velocity: number, at: number): void {
    this.notes[note] = velocity;
    this.notesAt[note] = at;
  }

  #control(controller: number, value: number, at: number): void {
    this.controls[controller] = value;
    this.controlsAt[controller] = at;
    // All Sound Off, All Notes Off and the mode changes release every note.
    if (controller !== 120 && controller < 123) return;
    for (let note = 0; note < 128; note++) if ((this.notes[note] ?? 0) > 0) this.#note(note, 0, at);
  }
}

/** The histories of the 16 MIDI channels, made when first used. */
export class MidiHistory {
  readonly channels: (ChannelHistory | undefined)[] = [];
  latest = UNKNOWN;

  /** Remember a message; those that belong to no MIDI channel have no history. */
  take(status: number, data1: number, data2: number, at: number): void {
    if (status >= 0xf0) return;
    this.latest = at;
    this.channel(status & 15).take(status, data1, data2, at);
  }

  channel(channel: number): ChannelHistory {
    return (this.channels[channel] ??= new ChannelHistory());
  }
}

/**
 * True for controllers that a journal tells by their value (chapter C). Data entry and parameter numbers belong to
 * chapter M, the mode messages from 120 on are told by what they did to the notes.
 */
export function isPlainControl(controller: number): boolean {
  return controller < 120 && controller !== 6 && controller !== 38 && (controller < 96 || controller > 101);
}
