import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCid, parseCid } from './cid.ts';

/**
 * The identifier of this computer as a source. Receivers know a source by it over a restart, so it is kept in
 * `folder`; where that cannot be written (or is empty) it lasts as long as the program.
 */
export function ownCid(folder: string): Uint8Array {
  if (folder === '') return makeCid();
  const file = join(folder, 'cid');
  const known = readCid(file);
  if (known) return known;
  const cid = makeCid();
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${formatCid(cid)}\n`);
  } catch {
    // A new one at the next start: receivers see it as another source, no more.
  }
  return cid;
}

function readCid(file: string): Uint8Array | undefined {
  try {
    return parseCid(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A random UUID (version 4). */
function makeCid(): Uint8Array {
  const cid = new Uint8Array(randomBytes(16));
  cid[6] = ((cid[6] ?? 0) & 0x0f) | 0x40;
  cid[8] = ((cid[8] ?? 0) & 0x3f) | 0x80;
  return cid;
}
