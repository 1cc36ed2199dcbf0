import { formatCsvLine } from '../../../shared/directory/csv.ts';
import type { Batch, BatchRow } from '../../model/batch.ts';
import { showParameter } from './stack-items.ts';

/** What made the results, for who reads them later. */
export interface Provenance {
  /** Of the program. */
  readonly version: string;
  readonly patch: string;
  /** Versions of the modules by name. */
  readonly modules: Readonly<Record<string, string>>;
}

const FACTS = [
  'state',
  'cached',
  'result',
  'duration_s',
  'rate_hz',
  'channels',
  'peak_dbfs',
  'rms_dbfs',
  'error',
];

/** The results as CSV (RFC 4180) with a head; levels in dB re full scale, empty where there is none. */
export function batchCsv(batch: Batch): string {
  const head = ['source', ...batch.parameters, ...FACTS];
  const lines = batch.rows.map(row => [row.source, ...row.values.map(showParameter), ...factsOf(row)]);
  return [head, ...lines].map(formatCsvLine).join('');
}

function factsOf({ state, job, sound, fault }: BatchRow): string[] {
  const done = state === 'done';
  return [
    state,
    done ? String(job?.cached === true) : '',
    done ? (job?.details ?? '') : '',
    sound ? (sound.length / sound.rate).toFixed(6) : '',
    sound ? String(sound.rate) : '',
    sound ? String(sound.channels) : '',
    sound ? decibels(sound.peak) : '',
    sound ? decibels(sound.rms) : '',
    fault,
  ];
}

/** dB re full scale with two decimals; `-inf` for silence. */
export function decibels(level: number): string {
  return level > 0 ? (20 * Math.log10(level)).toFixed(2) : '-inf';
}

/** Everything that is needed to make each result again, as JSON. */
export function batchSidecar(batch: Batch, { version, patch, modules }: Provenance): string {
  const used = new Set(batch.rows.flatMap(row => modulesIn(row.query['stack'])));
  const sidecar = {
    program: { name: 'Crosspatch', version },
    patch,
    instance: batch.instance,
    started: time(batch.startedAt),
    ended: batch.endedAt === 0 ? null : time(batch.endedAt),
    modules: Object.fromEntries([...used].sort().map(name => [name, modules[name] ?? null])),
    parameters: batch.parameters,
    results: batch.rows.map(row => resultOf(batch, row)),
  };
  return `${JSON.stringify(sidecar, undefined, 2)}\n`;
}

function resultOf({ parameters }: Batch, { source, values, query, state, job, sound, fault }: BatchRow) {
  return {
    source,
    values: Object.fromEntries(parameters.map((name, i) => [name, values[i]])),
    query,
    state,
    key: job?.id ?? null,
    result: state === 'done' ? job?.details : null,
    cached: job?.cached ?? false,
    started: job ? time(job.startedAt) : null,
    ended: job && job.endedAt > 0 ? time(job.endedAt) : null,
    sound: sound
      ? {
          rate: sound.rate,
          channels: sound.channels,
          samples: sound.length,
          peak: sound.peak,
          rms: sound.rms,
        }
      : null,
    error: fault === '' ? null : { code: job?.code ?? '', message: fault },
  };
}

/** The modules of a stack, with those of the sub-queries inside it. */
function modulesIn(stack: unknown): readonly string[] {
  if (Array.isArray(stack)) return stack.flatMap(modulesIn);
  if (typeof stack !== 'object' || stack === null) return [];
  const own = 'module' in stack && typeof stack.module === 'string' ? [stack.module] : [];
  return [...own, ...Object.values(stack).flatMap(modulesIn)];
}

function time(epoch: number): string {
  return new Date(epoch).toISOString();
}
