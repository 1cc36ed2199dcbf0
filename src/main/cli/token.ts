import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The access token of this user: CROSSPATCH_TOKEN if set, else kept in the data folder, readable by its owner alone.
 * It outlives the program, so that a browser finds its way back after a restart. Undefined where nothing can be kept.
 */
export function accessToken(dataFolder: string, given: string | undefined): string | undefined {
  if (given) return given;
  const file = join(dataFolder, 'access-token');
  try {
    return readToken(file) ?? makeToken(dataFolder, file);
  } catch {
    return undefined;
  }
}

function readToken(file: string): string | undefined {
  try {
    const token = readFileSync(file, 'utf8').trim();
    return /^[\w-]{20,100}$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}

function makeToken(dataFolder: string, file: string): string {
  const token = randomBytes(18).toString('base64url');
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}
