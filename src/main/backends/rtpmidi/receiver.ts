import type { MidiSink } from '../../../shared/midi/stream-parser.ts';
import { MidiHistory } from './channel-history.ts';
import { mendByJournal } from './journal-reader.ts';
import { type ListSink, readMidiList, type SysexPart } from './midi-list.ts';
import { parsePacket } from './rtp.ts';
import { SysexAssembler } from './sysex-assembler.ts';

/** The stream from one peer: checks the order of packets, mends losses by the journal, hands on messages. */
export class RtpReceiver implements ListSink {
  /** Packets that never came. */
  lost = 0;
  /** Who sends, once a packet came. */
  ssrc: number | undefined;
  readonly #heard = new MidiHistory();
  readonly #sysex: SysexAssembler;
  #last = -1;

  constructor(private readonly sink: MidiSink) {
    this.#sysex = new SysexAssembler(bytes => sink.sysex(bytes));
  }

  /** The last packet heard (its 16-bit number), for feedback; undefined before the first. */
  get sequence(): number | undefined {
    return this.#last < 0 ? undefined : this.#last;
  }

  /** Take a packet. False when it is none, or damaged. */
  take(bytes: Uint8Array): boolean {
    const packet = parsePacket(bytes);
    if (!packet) return false;
    if (packet.ssrc !== this.ssrc) this.#restart(packet.ssrc);
    const step = this.#last < 0 ? 1 : (packet.sequence - this.#last) & 0xffff;
    // Late or doubled: the journal has told it already.
    if (step === 0 || step > 0x7fff) return true;
    this.#last = packet.sequence;
    let sound = true;
    if (step > 1) {
      this.lost += step - 1;
      this.#sysex.cancel();
      if (packet.journalStart >= 0) sound = this.#mend(bytes, packet.journalStart);
    }
    return readMidiList(bytes, packet.listStart, packet.listEnd, packet.firstHasDelta, this) && sound;
  }

  short(status: number, data1: number, data2: number): void {
    this.#heard.take(status, data1, data2, 0);
    this.sink.short(status, data1, data2);
  }

  sysexPart(part: SysexPart, bytes: Uint8Array): void {
    this.#sysex.take(part, bytes);
  }

  /** A peer that began anew counts anew. */
  #restart(ssrc: number): void {
    this.ssrc = ssrc;
    this.#last = -1;
    this.#sysex.cancel();
  }

  #mend(bytes: Uint8Array, start: number): boolean {
    return mendByJournal(bytes, start, this.#heard, (status, data1, data2) =>
      this.short(status, data1, data2),
    );
  }
}
