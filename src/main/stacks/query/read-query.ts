import { fail } from '../../../shared/error/coded-error.ts';
import { RESULT_FORMATS, type ResultFormat } from '../audio/formats.ts';
import type { FormatOptions } from '../audio/write-sound.ts';
import type { WavBits } from '../audio/wav-write.ts';
import { shown } from '../module/check-parameters.ts';
import { readChain } from './read-chain.ts';
import type { Query, QueryMode } from './query.ts';

/** A month, as VTServer keeps results. */
export const DEFAULT_HOURS = 730;
/** What `cache: false` means: long enough to fetch the result. */
const SHORT_HOURS = 1;
const MODES: readonly QueryMode[] = ['sync', 'async', 'hash'];
const BITS: readonly unknown[] = [8, 16, 24, 32, 'float'];

/** Read a `process` request. `folder` is where relative paths start. Throws coded errors in plain words. */
export function readQuery(request: Readonly<Record<string, unknown>>, folder: string): Query {
  const mode = readMode(request.mode);
  const hours = readHours(request);
  const format = readFormat(request.format);
  const options = readOptions(request.format_options);
  return { ...readChain(request, folder), mode, hours, format, options };
}

function readMode(mode: unknown): QueryMode {
  if (mode === undefined || mode === null) return 'async';
  const known = MODES.find(one => one === mode);
  if (!known) throw fail('stack.bad-mode', { mode: shown(mode) });
  return known;
}

function readHours(request: Readonly<Record<string, unknown>>): number | null {
  const { cache } = request;
  if (cache === undefined) return DEFAULT_HOURS;
  if (cache === null || cache === true) return null;
  if (cache === false) return SHORT_HOURS;
  if (typeof cache === 'number' && Number.isFinite(cache) && cache >= 0) return cache;
  throw fail('stack.bad-cache', { value: shown(cache) });
}

function readFormat(format: unknown): ResultFormat {
  if (format === undefined || format === null) return 'flac';
  const known = RESULT_FORMATS.find(one => one === format);
  if (!known) throw fail('stack.bad-format', { format: typeof format === 'string' ? format : shown(format) });
  return known;
}

function readOptions(given: unknown): FormatOptions {
  if (given === undefined || given === null) return {};
  const wrong = (reason: string) => fail('stack.bad-field', { field: 'format_options', reason });
  if (typeof given !== 'object' || Array.isArray(given)) throw wrong(`it is ${shown(given)}, not an object`);
  const { bits, bitrate } = given as Record<string, unknown>;
  if (bits !== undefined && !BITS.includes(bits))
    throw wrong(`'bits' is ${shown(bits)}, not 8, 16, 24, 32 or "float"`);
  if (bitrate !== undefined && (typeof bitrate !== 'number' || !(bitrate >= 8 && bitrate <= 512))) {
    throw wrong(`'bitrate' is ${shown(bitrate)}, not a number from 8 to 512`);
  }
  return {
    ...(bits === undefined ? {} : { bits: bits as WavBits }),
    ...(bitrate === undefined ? {} : { bitrate }),
  };
}
