function table(bits: 8 | 16, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  const mask = 2 ** bits - 1;
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (bits - 8);
    for (let i = 0; i < 8; i++) crc = crc & top ? (crc << 1) ^ polynomial : crc << 1;
    return crc & mask;
  });
}

const CRC8 = table(8, 0x07);
const CRC16 = table(16, 0x8005);

/** CRC-8 of a frame header (RFC 9639 section 9.1.8). */
export function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = CRC8[crc ^ byte] as number;
  return crc;
}

/** CRC-16 of a whole frame (RFC 9639 section 9.3). */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (CRC16[(crc >> 8) ^ byte] as number);
  return crc;
}
