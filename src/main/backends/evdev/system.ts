import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type InputDevice, parseDevices } from './devices.ts';

/** An open device file. Every method throws when the device is gone. */
export interface InputFile {
  /** Bytes that wait, into the buffer; 0 when there are none. */
  read(into: Buffer): number;
  write(bytes: Buffer): void;
  close(): void;
}

/** The system's input devices. */
export interface InputSystem {
  list(): Promise<readonly InputDevice[]>;
  /** Throws when the file is absent or may not be read. */
  open(path: string): InputFile;
}

/**
 * The files are opened without blocking and asked again and again: a read that blocks would hold one of the few threads
 * that all files and name look-ups of the program share, for as long as nobody touches the device.
 */
export const linuxInput: InputSystem = {
  list: async () => parseDevices(await readFile('/proc/bus/input/devices', 'utf8').catch(() => '')),
  open: path => {
    const fd = openReadWrite(path);
    return {
      read: into => readWaiting(fd, into),
      write: bytes => void writeSync(fd, bytes),
      close: () => closeSync(fd),
    };
  },
};

/** Writing is for LEDs alone; a device that may only be read will do. */
function openReadWrite(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  } catch (error) {
    if (!isCode(error, 'EACCES') && !isCode(error, 'EROFS')) throw error;
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  }
}

function readWaiting(fd: number, into: Buffer): number {
  try {
    return readSync(fd, into);
  } catch (error) {
    if (isCode(error, 'EAGAIN')) return 0;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
