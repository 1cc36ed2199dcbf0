import { checkCommand } from './check.ts';
import { runCommand } from './run.ts';
import type { Command } from './world.ts';

/** Every word that may follow `crosspatch`. */
export const COMMANDS: readonly Command[] = [runCommand, checkCommand];
