import type { Command } from './world.ts';

/** The text of `crosspatch --help`. */
export function helpText(commands: readonly Command[], version: string): string {
  return [
    `Crosspatch ${version}: patch anything to anything, on one canvas, and name every wire.`,
    '',
    'Usage:',
    ...commands.map(command => `  crosspatch ${command.name} ${command.usage}`),
    '  crosspatch --help | --version',
    ...commands.flatMap(section),
    '',
    'Environment:',
    ...table([
      ['CROSSPATCH_DATA', 'folder for autosaves, recent files and caches'],
      ['CROSSPATCH_TOKEN', 'access token of the user interface; else one is kept in the data folder'],
    ]),
  ].join('\n');
}

function section(command: Command): string[] {
  return ['', `${command.name}: ${command.summary}`, ...table(command.options)];
}

function table(rows: Command['options']): string[] {
  return rows.map(([form, text]) => `  ${form.padEnd(28)} ${text}`);
}
