import { fail } from '../../shared/error/coded-error.ts';
import { cleanCache, LEVEL_ALL } from '../stacks/cache/clean.ts';
import { cacheLayout } from '../stacks/cache/layout.ts';
import { parseCommand } from './parse.ts';
import { cacheFolderOf } from './stand-alone-stacks.ts';
import type { Command } from './world.ts';

const OPTIONS = {
  level: { type: 'string', short: 'l', default: '0' },
  simulate: { type: 'boolean', short: 's', default: false },
  cache: { type: 'string' },
} as const;

export const cacheCommand: Command = {
  name: 'cache',
  usage: 'clean [options]',
  summary: 'Remove results of sound stacks that nobody needs. What a running job uses stays.',
  options: [
    ['-l, --level LEVEL', `0: what is expired or has lost its sources; ${LEVEL_ALL}: everything`],
    ['-s, --simulate', 'only print what would be removed'],
    ['--cache FOLDER', 'the folder to clean'],
  ],
  run(args, world) {
    const { values, positionals } = parseCommand(args, OPTIONS);
    const [word, folder] = positionals;
    if (word !== 'clean') throw fail('host.missing-argument', { command: 'cache', what: 'the word clean' });
    const level = Number(values.level);
    if (!Number.isInteger(level) || level < 0) {
      throw fail('host.bad-option', { reason: `the level "${values.level}" is no whole number` });
    }
    const layout = cacheLayout(cacheFolderOf(world, values.cache ?? folder));
    const report = cleanCache(layout, { level, simulate: values.simulate, now: Date.now() });
    for (const path of report.deleted) world.out(path);
    const verb = values.simulate ? 'would be removed' : 'removed';
    const megabytes = (report.bytes / 1_048_576).toFixed(1);
    world.err(`${report.deleted.length} files (${megabytes} MB) ${verb}, ${report.kept} kept`);
    return Promise.resolve(0);
  },
};
