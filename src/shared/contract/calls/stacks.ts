import { z } from 'zod';
import { call } from '../call.ts';

/**
 * What a field of a module's form holds. `source` is a path or a sub-query, `sources` a list of them; `numbers` a list
 * of numbers (or one); `json` anything, checked by the module.
 */
export type ParameterKind =
  'number' | 'boolean' | 'choice' | 'text' | 'source' | 'sources' | 'numbers' | 'json';

/** One parameter of a sound module: it makes the form, the check and the reference. */
export interface ParameterSpec {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly kind: ParameterKind;
  /** As shown behind the field: "s", "dB", "Hz". */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly default?: string | number | boolean | readonly number[] | null;
  readonly required?: boolean;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly placeholder?: string;
  /** What a module begins with when it is put on a stack and has no default that would do. */
  readonly initial?: string | number | boolean | readonly number[] | { readonly [key: string]: unknown };
  /**
   * What a knob covers when the parameter is a channel: 0 is `min`, 1 is `max`. `text` makes the parameter out of the
   * number when it is a notation: `{+}st` gives "+3.5st", `*{}` gives "*3.5". Without it the number itself is the
   * parameter.
   */
  readonly knob?: {
    readonly min: number;
    readonly max: number;
    readonly unit: string;
    readonly text?: string;
  };
}

/** A sound module as it can be put on a stack. */
export interface StackModuleInfo {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly version: string;
  readonly origin: 'app' | 'user' | 'patch';
  /** Where it was found; undefined for the program's own. */
  readonly file: string | undefined;
  readonly parameters: readonly ParameterSpec[];
  /** Why it cannot be used; empty when it can. */
  readonly fault: string;
}

export type StackJobState = 'running' | 'done' | 'failed' | 'cancelled';

/** One query on its way, or one that ended lately. */
export interface StackJob {
  /** The key of the result, as `hash` mode gives it. */
  readonly id: string;
  readonly state: StackJobState;
  /** 0 to 1. */
  readonly progress: number;
  /** What it works on, for a list: "Beer.wav: world, pad". */
  readonly title: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Epoch milliseconds; 0 while it runs. */
  readonly endedAt: number;
  /** Path of the result when done; the fault's sentence when failed. */
  readonly details: string;
  /** The fault's code when failed; empty otherwise. */
  readonly code: string;
  /** True when nothing had to be computed. */
  readonly cached: boolean;
}

export interface StackCacheInfo {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  readonly quotaBytes: number;
}

export interface StackCleanReport {
  readonly deleted: number;
  readonly bytes: number;
  readonly kept: number;
}

export interface StackSoundInfo {
  readonly file: string;
  /** Hz. */
  readonly rate: number;
  readonly channels: number;
  /** Samples in each channel. */
  readonly length: number;
  /** Largest absolute sample, 1 is full scale. */
  readonly peak: number;
  /** Root mean square of all channels. */
  readonly rms: number;
}

export interface StackPeaks extends StackSoundInfo {
  /** Per channel: base64 of 32-bit floats, little-endian, as pairs of lowest and highest per column. */
  readonly peaks: readonly string[];
}

export interface StackSpectrogram extends StackSoundInfo {
  readonly columns: number;
  readonly rows: number;
  /** Base64 of bytes, column by column from the lowest frequency: 0 is `floor` dB below the loudest, 255 the loudest. */
  readonly image: string;
  /** dB, positive. */
  readonly floor: number;
  readonly maxHz: number;
}

export interface StackSamples extends StackSoundInfo {
  readonly start: number;
  /** Per channel: base64 of 32-bit floats, little-endian. */
  readonly samples: readonly string[];
}

/** Where a result comes from, as its job file tells. */
export interface StackProvenance {
  readonly file: string;
  /** Absolute paths. */
  readonly sources: readonly string[];
  readonly stack: unknown;
  /** Versions of the modules by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: unknown;
  /** ISO 8601; null when it is kept for good. */
  readonly expires: string | null;
}

const file = z.string().min(1).max(4096);
const empty = z.strictObject({});
/** A query as VTServer knows it; the service checks it in full and answers with a sentence of its own. */
const query = z.looseObject({ file: z.unknown() });

export const stacksCalls = {
  'stacks.modules': call<readonly StackModuleInfo[]>()(empty),
  /** Start a query, or join the same one that runs. Progress comes as `stacks.jobsChanged`. */
  'stacks.run': call<StackJob>()(z.strictObject({ query, wait: z.boolean().optional() })),
  'stacks.jobs': call<readonly StackJob[]>()(empty),
  'stacks.cancel': call<{ cancelled: boolean }>()(z.strictObject({ job: z.string().max(200) })),
  'stacks.cache': call<StackCacheInfo>()(empty),
  /** Level 0 removes what is expired or has lost its sources, 1996 everything that no job uses. */
  'stacks.clean': call<StackCleanReport>()(
    z.strictObject({ level: z.number().int().min(0).max(10_000), simulate: z.boolean().optional() }),
  ),
  'stacks.provenance': call<StackProvenance>()(z.strictObject({ file })),
  /** Copy a result to a place of the user's; with `sidecar` a JSON file beside it says where it comes from. */
  'stacks.export': call<{ readonly written: readonly string[] }>()(
    z.strictObject({ file, to: file, sidecar: z.boolean().optional(), overwrite: z.boolean().optional() }),
  ),
  'stacks.peaks': call<StackPeaks>()(z.strictObject({ file, columns: z.number().int().min(1).max(10_000) })),
  'stacks.spectrogram': call<StackSpectrogram>()(
    z.strictObject({
      file,
      columns: z.number().int().min(1).max(4000),
      rows: z.number().int().min(1).max(1024),
      maxHz: z.number().min(100).max(400_000).optional(),
    }),
  ),
  /** Samples for playing; without `count` as many as one answer may hold (10 million in all channels). */
  'stacks.samples': call<StackSamples>()(
    z.strictObject({
      file,
      start: z.number().int().min(0).optional(),
      count: z.number().int().min(1).optional(),
    }),
  ),
} as const;

export interface StacksEvents {
  /** Jobs that changed, at most ten times a second. */
  'stacks.jobsChanged': readonly StackJob[];
}
