/**
 * AppleMIDI session commands: FF FF, two letters, then fields in network order. Times are in units of 100 us.
 */
export type SessionCommand =
  | {
      readonly type: 'IN' | 'OK' | 'NO' | 'BY';
      readonly token: number;
      readonly ssrc: number;
      readonly name: string;
    }
  | {
      readonly type: 'CK';
      readonly ssrc: number;
      /** 0 asks, 1 answers, 2 ends the exchange. */
      readonly count: number;
      readonly times: readonly [bigint, bigint, bigint];
    }
  | { readonly type: 'RS'; readonly ssrc: number; readonly sequence: number };

const VERSION = 2;
/** A name longer than this (bytes) is cut. */
const MAX_NAME = 255;

export function isSessionCommand(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xff;
}

/** Read a session command; undefined when it is none that is known. */
export function parseCommand(bytes: Uint8Array): SessionCommand | undefined {
  if (bytes.length < 8 || !isSessionCommand(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = String.fromCharCode(bytes[2] ?? 0, bytes[3] ?? 0);
  switch (type) {
    case 'IN':
    case 'OK':
    case 'NO':
    case 'BY':
      if (bytes.length < 16 || view.getUint32(4) !== VERSION) return undefined;
      return { type, token: view.getUint32(8), ssrc: view.getUint32(12), name: nameOf(bytes.subarray(16)) };
    case 'CK':
      if (bytes.length < 36) return undefined;
      return {
        type,
        ssrc: view.getUint32(4),
        count: bytes[8] ?? 0,
        times: [view.getBigUint64(12), view.getBigUint64(20), view.getBigUint64(28)],
      };
    case 'RS':
      return bytes.length < 10 ? undefined : { type, ssrc: view.getUint32(4), sequence: view.getUint16(8) };
    default:
      return undefined;
  }
}

function nameOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, MAX_NAME)));
}

export function writeCommand(command: SessionCommand): Uint8Array {
  switch (command.type) {
    case 'CK':
      return writeSync(command.ssrc, command.count, command.times);
    case 'RS': {
      const view = start('RS', 12);
      view.setUint32(4, command.ssrc);
      view.setUint16(8, command.sequence);
      return bytesOf(view);
    }
    default: {
      const name = new TextEncoder().encode(command.name).subarray(0, MAX_NAME);
      // BY carries no name.
      const view = start(command.type, command.type === 'BY' ? 16 : 17 + name.length);
      view.setUint32(4, VERSION);
      view.setUint32(8, command.token);
      view.setUint32(12, command.ssrc);
      if (command.type !== 'BY') bytesOf(view).set(name, 16);
      return bytesOf(view);
    }
  }
}

function writeSync(ssrc: number, count: number, times: readonly [bigint, bigint, bigint]): Uint8Array {
  const view = start('CK', 36);
  view.setUint32(4, ssrc);
  view.setUint8(8, count);
  for (const [index, time] of times.entries()) view.setBigUint64(12 + 8 * index, time);
  return bytesOf(view);
}

function start(type: string, length: number): DataView {
  const view = new DataView(new ArrayBuffer(length));
  view.setUint16(0, 0xffff);
  view.setUint8(2, type.charCodeAt(0));
  view.setUint8(3, type.charCodeAt(1));
  return view;
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer);
}
