import { OP_POLL_REPLY, writeHead } from './codec.ts';

/** Length that we send; older nodes send less, and 207 is the least that holds the MAC address. */
const LENGTH = 239;
const LEAST = 207;
const PORTS = 4;

/** One port of a node. `output` gives DMX out of the network, `input` brings DMX into it. */
export interface NodePort {
  readonly portAddress: number;
  readonly output: boolean;
  readonly input: boolean;
}

/** What a node says of itself in an ArtPollReply. */
export interface PollReply {
  /** Four bytes of its IPv4 address. */
  readonly ip: readonly number[];
  readonly port: number;
  readonly shortName: string;
  readonly longName: string;
  readonly report: string;
  /** At most four, all with the same Net and Sub-Net. */
  readonly ports: readonly NodePort[];
  /** 1 for the root device, counting up over its further replies; 0 from old nodes. */
  readonly bindIndex: number;
}

/** Write an ArtPollReply. */
export function makePollReply(reply: PollReply): Uint8Array<ArrayBuffer> {
  const packet = new Uint8Array(LENGTH);
  writeHead(packet, OP_POLL_REPLY, false);
  packet.set(reply.ip.slice(0, 4), 10);
  packet[14] = reply.port & 0xff;
  packet[15] = reply.port >> 8;
  const first = reply.ports[0]?.portAddress ?? 0;
  packet[18] = first >> 8;
  packet[19] = (first >> 4) & 0x0f;
  packet[20] = 0x00; // OEM 0x00ff: unknown, for makers without a code of their own
  packet[21] = 0xff;
  packet[23] = 0xd0; // indicators normal, Port-Address set by the front panel
  writeText(packet, 26, 18, reply.shortName);
  writeText(packet, 44, 64, reply.longName);
  writeText(packet, 108, 64, reply.report);
  reply.ports.slice(0, PORTS).forEach((port, i) => writePort(packet, i, port));
  packet[173] = Math.min(PORTS, reply.ports.length);
  packet.set(reply.ip.slice(0, 4), 207);
  packet[211] = reply.bindIndex;
  packet[212] = 0x08; // Port-Addresses of 15 bit
  return packet;
}

function writePort(packet: Uint8Array, i: number, port: NodePort): void {
  packet[174 + i] = (port.output ? 0x80 : 0) | (port.input ? 0x40 : 0);
  packet[178 + i] = port.input ? 0x80 : 0;
  packet[182 + i] = port.output ? 0x80 : 0;
  if (port.input) packet[186 + i] = port.portAddress & 0x0f;
  if (port.output) packet[190 + i] = port.portAddress & 0x0f;
}

/** Read an ArtPollReply; undefined when it is malformed. */
export function readPollReply(packet: Uint8Array): PollReply | undefined {
  if (packet.length < LEAST) return undefined;
  const byte = (at: number) => packet[at] ?? 0;
  const high = ((byte(18) & 0x7f) << 8) | ((byte(19) & 0x0f) << 4);
  const ports: NodePort[] = [];
  for (let i = 0; i < Math.min(PORTS, byte(173)); i++) {
    const kind = byte(174 + i);
    const [output, input] = [(kind & 0x80) !== 0, (kind & 0x40) !== 0];
    const [inAddress, outAddress] = [high | (byte(186 + i) & 0x0f), high | (byte(190 + i) & 0x0f)];
    if (output && input && inAddress !== outAddress) {
      ports.push({ portAddress: inAddress, output: false, input: true });
      ports.push({ portAddress: outAddress, output: true, input: false });
    } else if (output || input) ports.push({ portAddress: output ? outAddress : inAddress, output, input });
  }
  return {
    ip: [...packet.subarray(10, 14)],
    port: byte(14) | (byte(15) << 8),
    shortName: readText(packet, 26, 18),
    longName: readText(packet, 44, 64),
    report: readText(packet, 108, 64),
    ports,
    bindIndex: byte(211),
  };
}

/** Text of a fixed field, cut so that its ending zero fits. */
function writeText(packet: Uint8Array, at: number, size: number, text: string): void {
  packet.set(new TextEncoder().encode(text).subarray(0, size - 1), at);
}

function readText(packet: Uint8Array, at: number, size: number): string {
  const field = packet.subarray(at, at + size);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
