import type { ParameterSpec } from '../../../shared/contract/calls/stacks.ts';
import type { Sound } from '../audio/sound.ts';

/** Parameters of one step: checked against the module's specs, defaults filled in. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What a process function gets beside its three arguments. */
export interface ModuleTools {
  /** Read any sound file that is supported. */
  readSound(path: string): Sound;
  /** Write a sound as 32-bit float WAV; this is how a step leaves its result in `outFilename`. */
  writeSound(path: string, sound: Sound): void;
  /** Paths of what `about.sources` asked for, in its order. */
  readonly sources: readonly string[];
  /** How far the step is, 0 to 1. */
  progress(fraction: number): void;
  /**
   * A file that is worth keeping between queries about the same input, such as an analysis. `parts` says what it
   * depends on beside the input; `make` returns its bytes and is called only when the file is not there yet.
   */
  kept(extension: string, parts: unknown, make: () => Uint8Array): Uint8Array;
}

/**
 * The convention of VTServer: read `inFilename`, apply `parameters`, write `outFilename` and return its name. Throw an
 * Error with one clear sentence when that cannot be done.
 */
export type ProcessSound = (
  inFilename: string,
  parameters: Parameters,
  outFilename: string,
  tools: ModuleTools,
) => string | Promise<string>;

/** What a module file may export as `about`. */
export interface ModuleAbout {
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** Raised when the same parameters give another sound: results of other versions are not found again. */
  readonly version: string;
  readonly parameters: readonly ParameterSpec[];
  /** Checks that the specs cannot express; throws `stack.bad-parameter`. Called before a job starts. */
  check?(parameters: Parameters): void;
  /**
   * Further sounds that the step needs: paths or sub-queries. They are ready when it runs, in `tools.sources`, and a
   * change to one of them makes a new result. `inFilename` is the user's file; it ends in `/` when it is a folder.
   */
  sources?(inFilename: string, parameters: Parameters): readonly unknown[];
}

/** A module that is ready to run. */
export interface SoundModule extends ModuleAbout {
  readonly name: string;
  readonly process: ProcessSound;
}
