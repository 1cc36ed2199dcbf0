import type { OptionNames } from '../../../shared/patch/overrides.ts';
import type { PatchEngine, PatchProblems } from './engine-port.ts';
import type { FixRegistry } from './fixes.ts';
import type { PatchFs } from './fs-port.ts';
import type { WriteModules } from './module-edits.ts';

/** What the composition root gives the patch service. */
export interface PatchDeps {
  readonly engine: PatchEngine;
  readonly problems: PatchProblems;
  /** Ways out of problems; others add theirs. */
  readonly fixes?: FixRegistry;
  /** Options of a backend with their aliases, so that a setting of the command line wins over each of them. */
  readonly optionsOf?: (backend: string) => readonly OptionNames[] | undefined;
  /** The patch file's folder, told before the engine gets the document; undefined while the patch has no file. */
  readonly onFolder?: (folder: string | undefined) => void;
  /** The patch was saved in another folder than it was in. */
  readonly onMoved?: (folder: string) => void;
  /** Writes modules of scripts that change with an edit. */
  readonly writeModules?: WriteModules;
  /** Only look at the patch: nothing is written to the user's data. */
  readonly readOnly?: boolean;
  /** `node:fs/promises` unless a test gives another. */
  readonly fs?: PatchFs;
}
