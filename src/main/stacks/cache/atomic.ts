import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Between the name of a file and the process that writes it: such files are never taken for results. */
const MARK = '.part-';
const PART = /\.part-(\d+)-\d+(\.[a-z0-9]+)*$/;
let count = 0;

/** A name beside `target` for writing it; unique in this machine. */
export function partName(target: string): string {
  return `${target}${MARK}${process.pid}-${Date.now()}${++count}`;
}

/** The process that was writing a part; undefined when the name is no part's. */
export function writerOf(path: string): number | undefined {
  const match = PART.exec(path);
  return match ? Number(match[1]) : undefined;
}

/**
 * Make `target` whole or not at all: `write` fills a part beside it, which is flushed to the disk and renamed. A crash
 * leaves the part at most, and the cleaner takes that away.
 */
export async function writeWhole(
  target: string,
  write: (part: string) => void | Promise<void>,
): Promise<void> {
  const part = partName(target);
  mkdirSync(dirname(target), { recursive: true });
  try {
    await write(part);
    commitPart(part, target);
  } finally {
    rmSync(part, { force: true });
  }
}

/** Flush a part and give it its name. */
function commitPart(part: string, target: string): void {
  const fd = openSync(part, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(part, target);
}

/** A small file that can be made again: renamed like the others, but not waited for until it is on the disk. */
export function writeTextWhole(target: string, text: string): void {
  const part = partName(target);
  mkdirSync(dirname(target), { recursive: true });
  try {
    writeFileSync(part, text);
    renameSync(part, target);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
