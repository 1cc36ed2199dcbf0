import { resolve } from 'node:path';
import type { Logger, LogLevel } from '../../shared/plugin/common.ts';
import { openVtView, VT_PORT } from '../views/vt/index.ts';
import { formatLogLine } from './log-format.ts';
import { parseAddress, parseCommand } from './parse.ts';
import { openStacks } from './stand-alone-stacks.ts';
import type { CliWorld, Command } from './world.ts';

const OPTIONS = {
  listen: { type: 'string', default: `127.0.0.1:${VT_PORT}` },
  allow: { type: 'string', multiple: true, default: [] as string[] },
  cache: { type: 'string' },
} as const;

export const vtCommand: Command = {
  name: 'vt',
  usage: '[options]',
  summary: 'Serve sound stacks by the VTServer protocol, alone, until SIGINT or SIGTERM.',
  options: [
    ['--listen HOST:PORT', `where clients reach it; 127.0.0.1:${VT_PORT} if not given`],
    ['--allow FOLDER', 'read sounds of this folder only; may be repeated; any folder if not given'],
    ['--cache FOLDER', 'keep results there'],
  ],
  async run(args, world) {
    const { values } = parseCommand(args, OPTIONS);
    const address = parseAddress(values.listen);
    const stopped = new Promise<void>(done => world.onStop(done));
    const { bus, call, close } = openStacks(world, values.cache, loggerTo(world));
    try {
      const allow = values.allow.map(folder => resolve(folder));
      const view = await openVtView({ ...address, bus, stacks: call, allow });
      world.out(`crosspatch ready ${view.host}:${view.port}`);
      await stopped;
      await view.close();
      return 0;
    } finally {
      await close();
    }
  },
};

function loggerTo(world: CliWorld): Logger {
  const at = (level: LogLevel) => (text: string) =>
    world.err(formatLogLine({ time: Date.now(), level, source: 'stacks', text }));
  return { debug: () => undefined, info: at('info'), warn: at('warn'), error: at('error') };
}
