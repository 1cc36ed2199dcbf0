import { CodedError, fail } from '../../shared/error/coded-error.ts';
import type { App, ListenAddress, ViewAddress } from '../app-api.ts';
import { startWorker } from '../threads/start-worker.ts';
import { openSocketView, type SocketView, type SocketViewOptions } from '../views/socket/index.ts';
import { dataFolder } from './folders.ts';
import { formatLogLine } from './log-format.ts';
import { checkOverride, oneFile, parseAddress, parseCommand, parseListen } from './parse.ts';
import { accessToken } from './token.ts';
import type { CliWorld, Command } from './world.ts';

const OPTIONS = {
  ui: { type: 'string', default: '127.0.0.1:0' },
  http: { type: 'string' },
  oscquery: { type: 'string' },
  'oscquery-open': { type: 'boolean', default: false },
  vt: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  data: { type: 'string' },
  'allow-host': { type: 'string', multiple: true, default: [] as string[] },
  verbose: { type: 'boolean', default: false },
} as const;

export const runCommand: Command = {
  name: 'run',
  usage: '[FILE] [options]',
  summary: 'Run a patch or a MIDIMonster configuration until SIGINT or SIGTERM.',
  options: [
    ['--ui HOST:PORT|off', 'where browsers reach the canvas; any free port of 127.0.0.1 if not given'],
    ['--http HOST:PORT', 'also answer the HTTP API there'],
    ['--oscquery HOST:PORT', 'also let OSCQuery clients read and write there'],
    ['--oscquery-open', 'those of other machines too, without the access token'],
    ['--vt HOST:PORT', 'also speak the VTServer protocol there'],
    ['--set INSTANCE.OPTION=VALUE', 'override an option of the file; may be repeated'],
    ['--allow-host NAME', 'a further name of this machine that browsers may use; may be repeated'],
    ['--data FOLDER', 'keep autosaves, recent files and caches there'],
    ['--verbose', 'log more, and print what was loaded with times'],
  ],
  async run(args, world) {
    const { values, positionals } = parseCommand(args, OPTIONS);
    const file = oneFile('run', positionals);
    const ui = parseListen(values.ui);
    const set = values.set.map(checkOverride);
    const views = {
      ...listenAt('http', values.http),
      ...oscQueryAt(values.oscquery, values['oscquery-open']),
      ...listenAt('vt', values.vt),
    };
    const folder = values.data ?? dataFolder(world.env);
    const app = await world.createApp({
      host: 'headless',
      version: world.version,
      dataFolder: folder,
      appFolder: world.appFolder,
      log: line => world.err(formatLogLine(line)),
      ...(file === undefined ? {} : { file }),
      set,
      verbose: values.verbose,
      startWorker,
      views,
    });
    await refuseBrokenViews(app, Object.keys(views));
    if (values.verbose) for (const line of app.bootReport().split('\n')) world.err(line);
    const token = accessToken(folder, world.env['CROSSPATCH_TOKEN']);
    return serve(app, world, ui && { ...ui, hostNames: values['allow-host'], ...(token ? { token } : {}) });
  },
};

/** A view that the command line asks for and that cannot be opened (a port in use) ends the program. */
async function refuseBrokenViews(app: App, asked: readonly string[]): Promise<void> {
  const broken = app
    .problems()
    .find(
      ({ place, severity }) =>
        severity === 'error' && place.kind === 'plugin' && asked.includes(place.plugin),
    );
  if (!broken) return;
  await app.stop();
  throw new CodedError(broken.code, broken.message, broken.help);
}

type Ui = ListenAddress & Pick<SocketViewOptions, 'hostNames' | 'token'>;

async function serve(app: App, world: CliWorld, ui: Ui | undefined): Promise<number> {
  let view: SocketView | undefined;
  try {
    // Before the ready line: whoever reads it may send the signal at once.
    const stopped = new Promise<void>(resolve => world.onStop(resolve));
    if (ui) {
      const attach: App['attach'] = (port, client) => app.attach(port, client);
      view = await openSocketView({ ...ui, assets: world.pageFolder, attach });
    }
    world.out(`crosspatch ready ${view?.address ?? '(no user interface)'}`);
    await stopped;
    return 0;
  } finally {
    await view?.close();
    await app.stop();
  }
}

function listenAt(name: string, text: string | undefined): Record<string, ListenAddress> {
  return text === undefined ? {} : { [name]: parseAddress(text) };
}

function oscQueryAt(text: string | undefined, open: boolean): Record<string, ViewAddress> {
  const views = listenAt('oscquery', text);
  if (!open) return views;
  const [address] = Object.values(views);
  if (!address) throw fail('host.bad-option', { reason: '"--oscquery-open" needs "--oscquery HOST:PORT"' });
  return { oscquery: { ...address, open } };
}
