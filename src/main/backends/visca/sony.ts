/** The header that Sony puts in front of VISCA over UDP: type, length, sequence number, all high byte first. */

export const SONY_PORT = 52381;
const HEADER = 8;

export const COMMAND = 0x0100;
export const INQUIRY = 0x0110;
const REPLY = 0x0111;
const CONTROL = 0x0200;
const CONTROL_REPLY = 0x0201;

export type SonyPacket =
  | { readonly kind: 'reply'; readonly sequence: number; readonly payload: Uint8Array }
  /** The camera counts differently: the sequence must be reset. */
  | { readonly kind: 'out-of-sequence' }
  | { readonly kind: 'other' };

/** Put the header in front. `sequence` has 32 bits. */
export function wrap(type: number, sequence: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const packet = new Uint8Array(HEADER + payload.length);
  const view = new DataView(packet.buffer);
  view.setUint16(0, type);
  view.setUint16(2, payload.length);
  view.setUint32(4, sequence);
  packet.set(payload, HEADER);
  return packet;
}

/** "Begin to count at 0." */
export function makeReset(): Uint8Array<ArrayBuffer> {
  return wrap(CONTROL, 0, Uint8Array.of(0x01));
}

/** Read a packet; undefined when it is malformed. */
export function unwrap(packet: Uint8Array): SonyPacket | undefined {
  if (packet.length < HEADER) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const type = view.getUint16(0);
  const length = view.getUint16(2);
  if (length > packet.length - HEADER) return undefined;
  const payload = packet.subarray(HEADER, HEADER + length);
  if (type === REPLY) return { kind: 'reply', sequence: view.getUint32(4), payload };
  const fault = type === CONTROL_REPLY && payload[0] === 0x0f && payload[1] === 0x01;
  return { kind: fault ? 'out-of-sequence' : 'other' };
}
