import { fail, toCodedError } from '../../shared/error/coded-error.ts';
import { helpText } from './help.ts';
import type { CliWorld, Command } from './world.ts';

/** Do what the command line says; resolves with the exit code. Failures are one line on stderr. */
export async function runCli(
  args: readonly string[],
  commands: readonly Command[],
  world: CliWorld,
): Promise<number> {
  try {
    return await dispatch(args, commands, world);
  } catch (thrown) {
    const { message, help } = toCodedError(thrown);
    world.err(`crosspatch: ${[message, help].filter(part => part !== '').join(' ')}`);
    return 1;
  }
}

function dispatch(
  [word, ...rest]: readonly string[],
  commands: readonly Command[],
  world: CliWorld,
): Promise<number> {
  const before = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  // Behind a command, "help" may be the name of a file.
  if (word === undefined || word === 'help' || [word, ...before].some(isHelp)) {
    return print(world, helpText(commands, world.version));
  }
  if (word === '--version' || word === '-V') return print(world, world.version);
  const command = commands.find(({ name }) => name === word);
  if (command) return command.run(rest, world);
  if (word.startsWith('-')) throw fail('host.unknown-option', { option: word });
  throw fail('host.unknown-command', { command: word });
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function print(world: CliWorld, text: string): Promise<number> {
  world.out(text);
  return Promise.resolve(0);
}
