import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fail } from '../../../shared/error/coded-error.ts';
import { extensionOf, type ResultFormat } from './formats.ts';

/** A program that the user installed. Those for mp3 and ogg are free, but their licences keep them out of ours. */
interface Converter {
  readonly program: string;
  /** Extensions that it reads; undefined: any. */
  readonly reads?: readonly string[];
  readonly writes: readonly ResultFormat[];
  decode(from: string, to: string): readonly string[];
  encode(from: string, to: string, kbps: number): readonly string[];
}

const TIMEOUT_MS = 120_000;

const CONVERTERS: readonly Converter[] = [
  {
    program: 'ffmpeg',
    writes: ['mp3', 'ogg'],
    decode: (from, to) => ['-nostdin', '-v', 'error', '-y', '-i', from, '-c:a', 'pcm_f32le', '-f', 'wav', to],
    encode: (from, to, kbps) => ['-nostdin', '-v', 'error', '-y', '-i', from, '-b:a', `${kbps}k`, to],
  },
  {
    program: 'lame',
    reads: ['mp3'],
    writes: ['mp3'],
    decode: (from, to) => ['--quiet', '--decode', from, to],
    encode: (from, to, kbps) => ['--quiet', '--cbr', '-b', String(kbps), '--noreplaygain', from, to],
  },
  {
    program: 'oggenc',
    reads: [],
    writes: ['ogg'],
    decode: () => [],
    encode: (from, to, kbps) => ['-Q', '-b', String(kbps), '-o', to, from],
  },
  {
    program: 'oggdec',
    reads: ['ogg', 'oga'],
    writes: [],
    decode: (from, to) => ['-Q', '-o', to, from],
    encode: () => [],
  },
  {
    program: 'sox',
    writes: ['mp3', 'ogg'],
    decode: (from, to) => [from, '-e', 'float', '-b', '32', to],
    encode: (from, to, kbps) => (to.endsWith('.mp3') ? [from, '-C', String(kbps), to] : [from, to]),
  },
];

/** Turn any sound file into a WAV file by a program of the machine. */
export function convertToWav(from: string, to: string): void {
  const extension = extensionOf(from);
  const able = CONVERTERS.filter(c => c.reads === undefined || c.reads.includes(extension));
  const converter = installed(able, extension);
  run(converter.program, converter.decode(from, to), from);
}

/** Turn a WAV file into an mp3 or ogg file of `kbps` kilobits a second by a program of the machine. */
export function convertFromWav(from: string, to: string, format: ResultFormat, kbps: number): void {
  const converter = installed(
    CONVERTERS.filter(c => c.writes.includes(format)),
    format,
  );
  run(converter.program, converter.encode(from, to, kbps), to);
}

function installed(able: readonly Converter[], format: string): Converter {
  const found = able.find(converter => isInstalled(converter.program));
  if (found) return found;
  throw fail('stack.no-converter', { format, programs: able.map(c => c.program).join(', ') });
}

function isInstalled(program: string): boolean {
  const names = process.platform === 'win32' ? [`${program}.exe`] : [program];
  return (process.env.PATH ?? '').split(delimiter).some(folder =>
    names.some(name => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return folder !== '';
      } catch {
        return false;
      }
    }),
  );
}

/** Runs in a worker thread, so that waiting for the program holds up nothing else. */
function run(program: string, args: readonly string[], file: string): void {
  const done = spawnSync(program, [...args], { timeout: TIMEOUT_MS, stdio: ['ignore', 'ignore', 'pipe'] });
  if (done.status === 0) return;
  const words = done.error?.message ?? done.stderr.toString().trim().split('\n').at(-1) ?? '';
  throw fail('stack.converter-failed', {
    program,
    file,
    reason: words.slice(0, 200) || `status ${done.status}`,
  });
}
