import { JS_AXIS, JS_BUTTON } from './channels.ts';

/** Called with each event. */
export type OnEvent = (type: number, code: number, value: number) => void;

/** `struct input_event` begins with a time of two longs: 16 bytes on 64-bit systems, 8 on others. */
export const EVENT_SIZE = ['arm', 'ia32', 'mips', 'mipsel'].includes(process.arch) ? 16 : 24;
/** `struct js_event`. */
export const JS_SIZE = 8;
const JS_INIT = 0x80;

/** Read whole records of an event device from the first `length` bytes; returns how many bytes were read. */
export function readEvents(bytes: Buffer, length: number, onEvent: OnEvent): number {
  let at = 0;
  for (; at + EVENT_SIZE <= length; at += EVENT_SIZE) {
    const record = at + EVENT_SIZE - 8;
    onEvent(bytes.readUInt16LE(record), bytes.readUInt16LE(record + 2), bytes.readInt32LE(record + 4));
  }
  return at;
}

/** A record to write to an event device. */
export function writeEvent(type: number, code: number, value: number): Buffer {
  const bytes = Buffer.alloc(EVENT_SIZE);
  bytes.writeUInt16LE(type, EVENT_SIZE - 8);
  bytes.writeUInt16LE(code, EVENT_SIZE - 6);
  bytes.writeInt32LE(value, EVENT_SIZE - 4);
  return bytes;
}

/** Read whole records of a joystick device; the first ones tell the state at the time of opening. */
export function readJoystick(bytes: Buffer, length: number, onEvent: OnEvent): number {
  let at = 0;
  for (; at + JS_SIZE <= length; at += JS_SIZE) {
    const kind = bytes.readUInt8(at + 6) & ~JS_INIT;
    if (kind === 1) onEvent(JS_BUTTON, bytes.readUInt8(at + 7), bytes.readInt16LE(at + 4));
    else if (kind === 2) onEvent(JS_AXIS, bytes.readUInt8(at + 7), bytes.readInt16LE(at + 4));
  }
  return at;
}
