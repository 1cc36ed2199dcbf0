import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { OptionSpec } from '../../../shared/plugin/option.ts';
import type { WorkerName } from '../../threads/start-worker.ts';
import type { GuestLimits } from '../link/messages.ts';
import type { WatchdogLimits } from '../host/watchdog.ts';

/** What tells one script backend from another. */
export interface Language {
  readonly manifest: BackendManifest;
  readonly worker: WorkerName;
  /** As a person reads it. */
  readonly title: string;
  /** Of module files, the first is for new ones: ".py". */
  readonly extensions: readonly string[];
  /** Name of the option that lists the modules. */
  readonly moduleOption: 'module' | 'script';
  /** A channel `module.function` is a function in a module; otherwise a channel is a global function. */
  readonly qualified: boolean;
  readonly limits: GuestLimits;
  readonly watchdog: WatchdogLimits;
  /** Keep a thread in reserve after one had to be ended. */
  readonly spare: boolean;
  /** Text of a new module with these handlers. */
  template(handlers: readonly string[]): string;
}

export const MEBIBYTE = 1024 * 1024;

/** Options that every language has beside its modules. */
export const COMMON_OPTIONS = [
  {
    name: 'safe-state',
    label: 'When the script is stopped',
    help: 'What happens to its outputs when the watchdog has to stop it: they hold their values, or go to zero.',
    kind: 'choice',
    default: 'hold',
    choices: [
      { value: 'hold', label: 'Hold the values' },
      { value: 'zero', label: 'Go to zero' },
    ],
    advanced: true,
  },
  {
    name: 'release',
    label: 'Always release',
    help: 'Outputs that go to zero whenever the script is stopped, even if the others hold: notes and keys. "*" stands for any text.',
    kind: 'text',
    repeat: true,
    default: '*note*',
    placeholder: 'note.*',
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

/** The path without its extension. */
export function withoutExtension(path: string, extensions: readonly string[]): string {
  const end = extensions.find(extension => path.endsWith(extension));
  return end === undefined ? path : path.slice(0, -end.length);
}

/** The name under which channels know a module: `lib/my.ts` is `lib.my`. */
export function moduleName(path: string, extensions: readonly string[]): string {
  return withoutExtension(path, extensions).replaceAll('/', '.');
}
