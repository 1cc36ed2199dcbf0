/** Art-Net 4 packets (Artistic Licence, revision 1.4dh). Multi-byte numbers are high byte first, but OpCode and Port. */

export const ARTNET_PORT = 6454;
const ID = [0x41, 0x72, 0x74, 0x2d, 0x4e, 0x65, 0x74, 0]; // "Art-Net", ended by a zero
const PROTOCOL_VERSION = 14;

export const OP_POLL = 0x2000;
export const OP_POLL_REPLY = 0x2100;
export const OP_DMX = 0x5000;
export const OP_SYNC = 0x5200;

/** Bytes before the first slot of an ArtDmx. */
export const DMX_HEADER = 18;
const SLOTS = 512;

/** The operation of a packet, or -1 when it is no Art-Net. */
export function opcodeOf(packet: Uint8Array): number {
  if (packet.length < 10) return -1;
  for (let i = 0; i < ID.length; i++) if (packet[i] !== ID[i]) return -1;
  return (packet[8] as number) | ((packet[9] as number) << 8);
}

/** Write ID and OpCode of a packet, and the protocol version where the packet has one. */
export function writeHead(packet: Uint8Array, opcode: number, version = true): void {
  packet.set(ID, 0);
  packet[8] = opcode & 0xff;
  packet[9] = opcode >> 8;
  if (version) packet.set([0, PROTOCOL_VERSION], 10);
}

/** The fields of an ArtDmx before its data. One object serves all packets of a socket. */
export interface DmxHeader {
  /** 1 to 255, or 0 when the sender does not count. */
  sequence: number;
  /** The input port of the sender; information only. */
  physical: number;
  /** Net, Sub-Net and Universe as one number from 0 to 32767. */
  portAddress: number;
  /** Slots that are really in the packet, 1 to 512. */
  count: number;
}

/**
 * Read the header of an ArtDmx into `header`; false when the packet is malformed. Data starts at `DMX_HEADER`. The
 * length field is not trusted: a packet that promises more slots than it holds is refused.
 */
export function readDmx(packet: Uint8Array, header: DmxHeader): boolean {
  if (packet.length <= DMX_HEADER) return false;
  const count = ((packet[16] as number) << 8) | (packet[17] as number);
  const net = packet[15] as number;
  if (count === 0 || count > SLOTS || count > packet.length - DMX_HEADER || net > 127) return false;
  header.sequence = packet[12] as number;
  header.physical = packet[13] as number;
  header.portAddress = (net << 8) | (packet[14] as number);
  header.count = count;
  return true;
}

/** An ArtDmx of 512 slots with everything but sequence and data; its payload is written in place. */
export function makeDmx(portAddress: number): Uint8Array<ArrayBuffer> {
  const packet = new Uint8Array(DMX_HEADER + SLOTS);
  writeHead(packet, OP_DMX);
  packet[14] = portAddress & 0xff;
  packet[15] = portAddress >> 8;
  packet[16] = SLOTS >> 8;
  packet[17] = SLOTS & 0xff;
  return packet;
}

/** Give an ArtDmx its number, 1 to 255; returns it. */
export function stampDmx(packet: Uint8Array, last: number): number {
  const sequence = (last % 255) + 1;
  packet[12] = sequence;
  return sequence;
}

export function makeSync(): Uint8Array<ArrayBuffer> {
  const packet = new Uint8Array(14);
  writeHead(packet, OP_SYNC);
  return packet;
}

/** True for an ArtSync that is long enough to be one. */
export function isSync(packet: Uint8Array): boolean {
  return packet.length >= 12;
}

/** What an ArtPoll asks. */
export interface Poll {
  /** Nodes shall say by themselves when they change. */
  readonly onChange: boolean;
  /** Only nodes with a Port-Address from `bottom` to `top` shall answer. */
  readonly bottom: number;
  readonly top: number;
}

/** Flags bit 5: the asker gives a range of Port-Addresses. */
const TARGETED = 0x20;
const ON_CHANGE = 0x02;
const ALL = 0x7fff;

/** Read an ArtPoll; undefined when it is malformed. Old controllers send 14 bytes, later ones add the range. */
export function readPoll(packet: Uint8Array): Poll | undefined {
  if (packet.length < 14) return undefined;
  const flags = packet[12] as number;
  const targeted = (flags & TARGETED) !== 0 && packet.length >= 18;
  const word = (at: number) => ((packet[at] as number) << 8) | (packet[at + 1] as number);
  return {
    onChange: (flags & ON_CHANGE) !== 0,
    top: targeted ? word(14) : ALL,
    bottom: targeted ? word(16) : 0,
  };
}

export function makePoll(): Uint8Array<ArrayBuffer> {
  const packet = new Uint8Array(22);
  writeHead(packet, OP_POLL);
  packet[12] = ON_CHANGE;
  return packet;
}
