/** An OSC message with one 32-bit float (OSC 1.0): what LISTEN streams. */
export function oscFloat(path: string, value: number): Buffer {
  const address = padded(Buffer.byteLength(path) + 1);
  const packet = Buffer.alloc(address + 8);
  packet.write(path, 0);
  packet.write(',f', address);
  packet.writeFloatBE(value, address + 4);
  return packet;
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
