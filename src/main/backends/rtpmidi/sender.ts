import type { MidiWriter } from '../../../shared/midi/encoder.ts';
import { MidiHistory } from './channel-history.ts';
import { JournalWriter } from './journal-writer.ts';
import { MidiListWriter } from './midi-list.ts';
import { writePacket } from './rtp.ts';

/** What one packet carries at most, so that it fits into an Ethernet frame: list and journal, in bytes. */
const LIST_MOST = 700;
const JOURNAL_MOST = 600;
/** Without feedback a journal reaches back over this many packets. */
const BLIND_SPAN = 64;

/** What a sender needs to know of the world. */
export interface SenderWorld {
  readonly ssrc: number;
  /** Time in units of 100 us. */
  timestamp(): number;
  /** The bytes are valid during the call only. */
  transmit(packet: Uint8Array): void;
}

/** The stream to one peer: gathers messages into packets, numbers them, and adds the journal. */
export class RtpSender implements MidiWriter {
  readonly #list = new MidiListWriter(LIST_MOST);
  readonly #packet = new Uint8Array(LIST_MOST + JOURNAL_MOST + 16);
  /** What the packets before said: a journal never tells what its own packet carries. */
  readonly #history = new MidiHistory();
  /** The messages of the packet being gathered, packed. */
  readonly #gathered = new Int32Array(LIST_MOST);
  #count = 0;
  readonly #journal = new JournalWriter(JOURNAL_MOST);
  /** Number of the next packet; its lower 16 bits go on the wire. */
  #next: number;
  #checkpoint: number;
  #hasFeedback = false;

  /** `first` is the number of the first packet, 0..65535, best random. */
  constructor(
    private readonly world: SenderWorld,
    first: number,
  ) {
    this.#next = first;
    this.#checkpoint = first;
  }

  short(length: number, status: number, data1: number, data2: number): void {
    if (!this.#list.short(length, status, data1, data2)) {
      this.flush();
      this.#list.short(length, status, data1, data2);
    }
    this.#gathered[this.#count++] = (status << 16) | (data1 << 8) | data2;
  }

  /** A SysEx, F0 to F7; a long one goes in segments, one to a packet. */
  sysex(bytes: Uint8Array): void {
    const data = bytes.subarray(1, -1);
    if (this.#list.sysex(0xf0, data, 0xf7)) return;
    this.flush();
    if (this.#list.sysex(0xf0, data, 0xf7)) return;
    const most = LIST_MOST - 2;
    for (let at = 0; at < data.length; at += most) {
      const isLast = at + most >= data.length;
      this.#list.sysex(at === 0 ? 0xf0 : 0xf7, data.subarray(at, at + most), isLast ? 0xf7 : 0xf0);
      this.flush();
    }
  }

  /** Send what was gathered. */
  flush(): void {
    if (this.#list.length === 0) return;
    if (!this.#hasFeedback) this.#checkpoint = Math.max(this.#checkpoint, this.#next - BLIND_SPAN);
    const journal = this.#journal.write(this.#history, this.#checkpoint, this.#next);
    const header = {
      sequence: this.#next & 0xffff,
      timestamp: this.world.timestamp(),
      ssrc: this.world.ssrc,
    };
    const length = writePacket(
      this.#packet,
      header,
      this.#list.bytes.subarray(0, this.#list.length),
      journal,
    );
    this.#remember();
    this.#next++;
    this.#list.clear();
    this.world.transmit(this.#packet.subarray(0, length));
  }

  #remember(): void {
    for (let i = 0; i < this.#count; i++) {
      const packed = this.#gathered[i] ?? 0;
      this.#history.take(packed >> 16, (packed >> 8) & 0xff, packed & 0xff, this.#next);
    }
    this.#count = 0;
  }

  /** The peer has heard everything up to this packet (its 16-bit number): the journal begins behind it. */
  feedback(sequence: number): void {
    const behind = (this.#next - 1 - sequence) & 0xffff;
    const heard = this.#next - 1 - behind;
    if (behind > 0x7fff || heard < this.#checkpoint) return;
    this.#hasFeedback = true;
    this.#checkpoint = heard + 1;
  }
}
