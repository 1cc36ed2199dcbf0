/** RTP header of RFC 3550, section 5.1, as RTP-MIDI uses it. */
export interface RtpHeader {
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits, in units of 100 us. */
  readonly timestamp: number;
  /** 32 bits: who sends. */
  readonly ssrc: number;
}

/** The parts of a packet, as offsets into its bytes. */
export interface RtpMidiPacket extends RtpHeader {
  readonly listStart: number;
  readonly listEnd: number;
  /** A delta time stands before the first command. */
  readonly firstHasDelta: boolean;
  /** Where the recovery journal begins; it reaches to the end. -1 without one. */
  readonly journalStart: number;
}

/** Payload type of AppleMIDI; with the marker bit it is E1, which must be understood as well. */
const PAYLOAD_TYPE = 0x61;
const RTP_HEADER = 12;

/** Take a packet apart; undefined when it is none. */
export function parsePacket(bytes: Uint8Array): RtpMidiPacket | undefined {
  const head = bytes[0] ?? 0;
  if (bytes.length <= RTP_HEADER || head >> 6 !== 2 || ((bytes[1] ?? 0) & 0x7f) !== PAYLOAD_TYPE)
    return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const section = afterExtension(view, head);
  const flags = bytes[section];
  if (section < 0 || flags === undefined) return undefined;
  const long = (flags & 0x80) !== 0;
  if (long && section + 1 >= bytes.length) return undefined;
  const length = long ? ((flags & 15) << 8) | (bytes[section + 1] ?? 0) : flags & 15;
  const listStart = section + (long ? 2 : 1);
  const listEnd = listStart + length;
  if (listEnd > bytes.length) return undefined;
  return {
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    listStart,
    listEnd,
    firstHasDelta: (flags & 0x20) !== 0,
    journalStart: (flags & 0x40) === 0 ? -1 : listEnd,
  };
}

/** Where the command section begins, behind contributing sources and a header extension; -1 when cut off. */
function afterExtension(view: DataView, head: number): number {
  let at = RTP_HEADER + (head & 15) * 4;
  if ((head & 0x10) !== 0) {
    if (at + 4 > view.byteLength) return -1;
    at += 4 + view.getUint16(at + 2) * 4;
  }
  return at < view.byteLength ? at : -1;
}

/** Write a packet into `to`; returns its length. The list is at most 4095 bytes (12 bits tell its length), the journal may be empty. */
export function writePacket(
  to: Uint8Array,
  header: RtpHeader,
  list: Uint8Array,
  journal: Uint8Array,
): number {
  const view = new DataView(to.buffer, to.byteOffset, to.byteLength);
  to[0] = 0x80;
  // Apple sends no marker bit, and some receivers compare the whole octet.
  to[1] = PAYLOAD_TYPE;
  view.setUint16(2, header.sequence);
  view.setUint32(4, header.timestamp >>> 0);
  view.setUint32(8, header.ssrc);
  const journalFlag = journal.length > 0 ? 0x40 : 0;
  let at = RTP_HEADER;
  if (list.length < 16) to[at++] = journalFlag | list.length;
  else {
    to[at++] = 0x80 | journalFlag | (list.length >> 8);
    to[at++] = list.length & 0xff;
  }
  to.set(list, at);
  to.set(journal, at + list.length);
  return at + list.length + journal.length;
}
