/** Packets of ANSI E1.31-2018 (streaming ACN). All numbers are high byte first. */

export const SACN_PORT = 5568;
export const SLOTS = 512;
export const MIN_UNIVERSE = 1;
export const MAX_UNIVERSE = 63999;
/** Universe discovery is sent here (E131_DISCOVERY_UNIVERSE). */
export const DISCOVERY_UNIVERSE = 64214;
/** A source that is silent for this time is gone (E131_NETWORK_DATA_LOSS_TIMEOUT), ms. */
export const DATA_LOSS_TIMEOUT = 2500;

/** Option bits of a data packet (6.2.6). */
export const PREVIEW = 0x80;
export const TERMINATED = 0x40;
export const FORCE_SYNC = 0x20;

/** Start codes: levels, and the priority of each address. */
export const LEVELS = 0x00;
export const PER_ADDRESS_PRIORITY = 0xdd;

/** Where a data packet's slots begin. */
export const DATA_HEADER = 126;
const CID = 22;
const NAME = 44;
const NAME_SIZE = 64;
const SYNC_LENGTH = 49;
const DISCOVERY_HEADER = 120;
/** Universes on one page of discovery. */
export const PAGE = 512;

const VECTOR_ROOT_DATA = 4;
const VECTOR_ROOT_EXTENDED = 8;
const VECTOR_DATA = 2;
const VECTOR_SYNC = 1;
const VECTOR_DISCOVERY = 2;
const VECTOR_UNIVERSE_LIST = 1;

/** Preamble, postamble, "ASC-E1.17" and three zeros. */
const PREFIX = [0, 0x10, 0, 0, 0x41, 0x53, 0x43, 0x2d, 0x45, 0x31, 0x2e, 0x31, 0x37, 0, 0, 0];

export type PacketKind = 'data' | 'sync' | 'discovery' | 'other' | 'malformed';

/** What a packet is. `other` is valid ACN of a kind that is not for us. */
export function kindOf(packet: Uint8Array): PacketKind {
  if (packet.length < 44) return 'malformed';
  for (let i = 0; i < PREFIX.length; i++) if (packet[i] !== PREFIX[i]) return 'malformed';
  const root = long(packet, 18);
  const framing = long(packet, 40);
  if (root === VECTOR_ROOT_DATA && framing === VECTOR_DATA) return 'data';
  if (root !== VECTOR_ROOT_EXTENDED) return 'other';
  if (framing === VECTOR_SYNC) return 'sync';
  return framing === VECTOR_DISCOVERY ? 'discovery' : 'other';
}

/** The fields of a data packet before its slots. One object serves all packets of a socket. */
export interface DataHeader {
  universe: number;
  /** 0 to 200. */
  priority: number;
  sequence: number;
  options: number;
  /** Universe of the synchronisation packets to wait for; 0 for none. */
  syncAddress: number;
  startCode: number;
  /** Slots that are really in the packet, 0 to 512. */
  count: number;
}

export function emptyHeader(): DataHeader {
  return { universe: 0, priority: 0, sequence: 0, options: 0, syncAddress: 0, startCode: 0, count: 0 };
}

/** Read a data packet's header; false when it is malformed. No length field is trusted. */
export function readData(packet: Uint8Array, header: DataHeader): boolean {
  if (packet.length < DATA_HEADER || packet[117] !== 2 || packet[118] !== 0xa1) return false;
  if (word(packet, 119) !== 0 || word(packet, 121) !== 1) return false;
  const properties = word(packet, 123);
  const priority = packet[108] as number;
  const fits = properties <= packet.length - (DATA_HEADER - 1) && pduFits(packet, 16) && pduFits(packet, 38);
  if (properties < 1 || properties > SLOTS + 1 || priority > 200 || !fits || !pduFits(packet, 115))
    return false;
  header.universe = word(packet, 113);
  header.priority = priority;
  header.sequence = packet[111] as number;
  header.options = packet[112] as number;
  header.syncAddress = word(packet, 109);
  header.startCode = packet[125] as number;
  header.count = properties - 1;
  return header.universe >= MIN_UNIVERSE && header.universe <= MAX_UNIVERSE;
}

/** A PDU's length field may not point past the packet. */
function pduFits(packet: Uint8Array, at: number): boolean {
  return (word(packet, at) & 0x0fff) <= packet.length - at;
}

export interface DataPacket {
  readonly cid: Uint8Array;
  readonly name: string;
  readonly universe: number;
  readonly priority: number;
  readonly syncAddress?: number;
  readonly options?: number;
  readonly startCode?: number;
}

/** A data packet of 512 slots, all zero; its payload is written in place. */
export function makeData(data: DataPacket): Uint8Array<ArrayBuffer> {
  const packet = new Uint8Array(DATA_HEADER + SLOTS);
  writeRoot(packet, VECTOR_ROOT_DATA, data.cid);
  writePdu(packet, 38);
  putLong(packet, 40, VECTOR_DATA);
  writeText(packet, NAME, data.name);
  packet[108] = data.priority;
  putWord(packet, 109, data.syncAddress ?? 0);
  packet[112] = data.options ?? 0;
  putWord(packet, 113, data.universe);
  writePdu(packet, 115);
  packet.set([2, 0xa1, 0, 0, 0, 1], 117);
  putWord(packet, 123, SLOTS + 1);
  packet[125] = data.startCode ?? LEVELS;
  return packet;
}

export function stampData(packet: Uint8Array, sequence: number): void {
  packet[111] = sequence;
}

/** Say in a data packet that its source stops (6.2.6, Stream_Terminated). */
export function terminate(packet: Uint8Array): void {
  packet[112] = (packet[112] as number) | TERMINATED;
}

export function makeSync(cid: Uint8Array, address: number): Uint8Array<ArrayBuffer> {
  const packet = new Uint8Array(SYNC_LENGTH);
  writeRoot(packet, VECTOR_ROOT_EXTENDED, cid);
  writePdu(packet, 38);
  putLong(packet, 40, VECTOR_SYNC);
  putWord(packet, 45, address);
  return packet;
}

export function stampSync(packet: Uint8Array, sequence: number): void {
  packet[44] = sequence;
}

/** The synchronisation address of a sync packet, or 0 when it is malformed. */
export function readSync(packet: Uint8Array): number {
  if (packet.length < SYNC_LENGTH || !pduFits(packet, 16) || !pduFits(packet, 38)) return 0;
  return word(packet, 45);
}

/** One page of what a source sends. */
export interface Discovery {
  readonly name: string;
  readonly page: number;
  readonly lastPage: number;
  /** In rising order, at most 512. */
  readonly universes: readonly number[];
}

export function makeDiscovery(cid: Uint8Array, discovery: Discovery): Uint8Array<ArrayBuffer> {
  const universes = discovery.universes.slice(0, PAGE);
  const packet = new Uint8Array(DISCOVERY_HEADER + 2 * universes.length);
  writeRoot(packet, VECTOR_ROOT_EXTENDED, cid);
  writePdu(packet, 38);
  putLong(packet, 40, VECTOR_DISCOVERY);
  writeText(packet, NAME, discovery.name);
  writePdu(packet, 112);
  putLong(packet, 114, VECTOR_UNIVERSE_LIST);
  packet[118] = discovery.page;
  packet[119] = discovery.lastPage;
  universes.forEach((universe, i) => putWord(packet, DISCOVERY_HEADER + 2 * i, universe));
  return packet;
}

/** Read a discovery packet; undefined when it is malformed. */
export function readDiscovery(packet: Uint8Array): Discovery | undefined {
  if (packet.length < DISCOVERY_HEADER || long(packet, 114) !== VECTOR_UNIVERSE_LIST) return undefined;
  const length = (word(packet, 112) & 0x0fff) - (DISCOVERY_HEADER - 112);
  const [page, lastPage] = [packet[118] as number, packet[119] as number];
  if (length < 0 || length % 2 !== 0 || length > packet.length - DISCOVERY_HEADER || page > lastPage)
    return undefined;
  if (length > 2 * PAGE) return undefined;
  const universes = Array.from({ length: length / 2 }, (_, i) => word(packet, DISCOVERY_HEADER + 2 * i));
  return { name: nameOf(packet), page, lastPage, universes };
}

/** The source's name in a data or discovery packet. */
export function nameOf(packet: Uint8Array): string {
  const field = packet.subarray(NAME, NAME + NAME_SIZE);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** A copy of the source's identifier. */
export function cidOf(packet: Uint8Array): Uint8Array<ArrayBuffer> {
  return packet.slice(CID, CID + 16);
}

/** True when the packet is of this source. */
export function isFrom(packet: Uint8Array, cid: Uint8Array): boolean {
  for (let i = 0; i < 16; i++) if (packet[CID + i] !== cid[i]) return false;
  return true;
}

/** The multicast group of a universe (9.3.1): 239.255.high.low. */
export function groupOf(universe: number): string {
  return `239.255.${universe >> 8}.${universe & 0xff}`;
}

function writeRoot(packet: Uint8Array, vector: number, cid: Uint8Array): void {
  packet.set(PREFIX, 0);
  writePdu(packet, 16);
  putLong(packet, 18, vector);
  packet.set(cid.subarray(0, 16), CID);
}

/** Flags 0x7 and the length of a PDU that goes to the end of the packet. */
function writePdu(packet: Uint8Array, at: number): void {
  putWord(packet, at, 0x7000 | (packet.length - at));
}

function writeText(packet: Uint8Array, at: number, text: string): void {
  packet.set(new TextEncoder().encode(text).subarray(0, NAME_SIZE - 1), at);
}

function word(packet: Uint8Array, at: number): number {
  return ((packet[at] as number) << 8) | (packet[at + 1] as number);
}

function long(packet: Uint8Array, at: number): number {
  return ((word(packet, at) << 16) | word(packet, at + 2)) >>> 0;
}

function putWord(packet: Uint8Array, at: number, value: number): void {
  packet[at] = value >> 8;
  packet[at + 1] = value & 0xff;
}

function putLong(packet: Uint8Array, at: number, value: number): void {
  putWord(packet, at, value >>> 16);
  putWord(packet, at + 2, value & 0xffff);
}
