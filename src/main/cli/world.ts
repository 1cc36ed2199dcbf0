import type { CreateApp } from '../app-api.ts';

/** What a command needs of the outside: tests hand it their own. */
export interface CliWorld {
  readonly createApp: CreateApp;
  readonly version: string;
  /** The program's own folder: examples, plugins, the built page. */
  readonly appFolder: string;
  /** Folder of the built page. */
  readonly pageFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One line on stdout. */
  out(line: string): void;
  /** One line on stderr. */
  err(line: string): void;
  /** Calls back at SIGINT, SIGTERM and SIGHUP; at the second one the program ends at once. */
  onStop(listener: () => void): void;
}

/** One word of the command line. Others add theirs to `COMMANDS`. */
export interface Command {
  readonly name: string;
  /** What follows the name, for the help. */
  readonly usage: string;
  readonly summary: string;
  /** One line per option: its form and what it does. */
  readonly options: readonly (readonly [form: string, text: string])[];
  /** Resolves with the exit code; a coded error becomes one line and exit code 1. */
  run(args: readonly string[], world: CliWorld): Promise<number>;
}
