import { cacheCommand } from './cache.ts';
import { checkCommand } from './check.ts';
import { queryCommand } from './query.ts';
import { runCommand } from './run.ts';
import { vtCommand } from './vt.ts';
import type { Command } from './world.ts';

/** Every word that may follow `crosspatch`. */
export const COMMANDS: readonly Command[] = [runCommand, checkCommand, vtCommand, queryCommand, cacheCommand];
