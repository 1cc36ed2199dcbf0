import { fail } from '../../shared/error/coded-error.ts';
import type { Severity } from '../../shared/error/problem.ts';
import { startWorker } from '../threads/start-worker.ts';
import { dataFolder } from './folders.ts';
import { checkOverride, oneFile, parseCommand } from './parse.ts';
import { formatProblem } from './problem-format.ts';
import type { Command } from './world.ts';

const OPTIONS = { set: { type: 'string', multiple: true, default: [] as string[] } } as const;

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

export const checkCommand: Command = {
  name: 'check',
  usage: 'FILE [options]',
  summary: 'List what is wrong with a patch; exit code 1 if any of it is an error. Opens no socket.',
  options: [['--set INSTANCE.OPTION=VALUE', 'override an option of the file; may be repeated']],
  async run(args, world) {
    const { values, positionals } = parseCommand(args, OPTIONS);
    const file = oneFile('check', positionals);
    if (file === undefined) throw fail('host.missing-argument', { command: 'check', what: 'a file' });
    const app = await world.createApp({
      host: 'headless',
      version: world.version,
      dataFolder: dataFolder(world.env),
      appFolder: world.appFolder,
      log: () => undefined,
      file,
      set: values.set.map(checkOverride),
      startWorker,
      dryRun: true,
    });
    try {
      const problems = [...app.problems()].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
      for (const problem of problems) world.out(formatProblem(problem));
      const errors = problems.filter(problem => problem.severity === 'error').length;
      world.out(
        problems.length === 0
          ? `${file}: no problems`
          : `${file}: ${count(errors, 'error')}, ${count(problems.length - errors, 'other problem')}`,
      );
      return errors > 0 ? 1 : 0;
    } finally {
      await app.stop();
    }
  },
};

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
