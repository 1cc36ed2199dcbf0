import { join, resolve } from 'node:path';
import type { App, AppOptions } from './app-api.ts';
import { Clients } from './clients.ts';
import { Engine } from './core/engine.ts';
import { ProblemStore } from './core/problem-store.ts';
import { SystemClock } from './threads/system-clock.ts';
import { ValueFeed } from './core/value-feed.ts';
import { fail } from '../shared/error/coded-error.ts';
import { withDeadline } from '../shared/plugin/deadline.ts';
import { DirectoryParts } from './directory-parts.ts';
import { Bus } from './kernel/event-bus.ts';
import { Kernel, LOAD_LIMIT } from './kernel/kernel.ts';
import { LogHub } from './kernel/log-hub.ts';
import { BACKENDS } from './plugins-list.ts';
import { createDevicesService } from './services/devices/index.ts';
import { createFilesService } from './services/files/index.ts';
import { createHostService } from './services/host/index.ts';
import { createLogService } from './services/log/index.ts';
import { createMonitorService } from './services/monitor/index.ts';
import { registerScriptFixes } from './script-parts.ts';
import { createPatchService, FixRegistry } from './services/patch/index.ts';
import { type StackParts, stackParts } from './stack-parts.ts';

/** Put the engine together and open the patch. Rejects with a coded error when the file cannot be read at all. */
export async function createApp(options: AppOptions): Promise<App> {
  const app = new Composition(options);
  try {
    await app.load();
    return app;
  } catch (thrown) {
    await app.stop();
    throw thrown;
  }
}

/** The composition root: the only place where the parts meet. */
class Composition implements App {
  readonly #options: AppOptions;
  readonly #clock = new SystemClock();
  readonly #bus = new Bus();
  readonly #problems = new ProblemStore(this.#clock);
  readonly #hub: LogHub;
  readonly #kernel: Kernel;
  readonly #engine: Engine;
  readonly #clients: Clients;
  readonly #stacks: StackParts;
  readonly #directory: DirectoryParts;
  #stopped: Promise<void> | undefined;
  #patchFolder: string | undefined;

  constructor(options: AppOptions) {
    this.#options = options;
    this.#hub = new LogHub(this.#clock, options.verbose === true);
    this.#hub.onLine(options.log);
    const log = this.#hub.logger('core');
    this.#kernel = new Kernel({
      clock: this.#clock,
      log,
      problems: owner => this.#problems.reporter(owner),
      sources: () => this.#directory.directory.catalogue,
    });
    this.#directory = new DirectoryParts({
      clock: this.#clock,
      bus: this.#bus,
      kernel: this.#kernel,
      options,
      log: source => this.#hub.logger(source),
      problems: owner => this.#problems.reporter(owner),
      patchFolder: () => this.#patchFolder,
    });
    this.#engine = new Engine({
      clock: this.#clock,
      problems: this.#problems,
      backends: this.#kernel.backends,
      log: source => this.#hub.logger(source),
      patchFolder: () => this.#patchFolder,
      limit: work => withDeadline(this.#clock, LOAD_LIMIT, work),
      dryRun: options.dryRun === true,
    });
    this.#stacks = stackParts(options, () => this.#patchFolder);
    this.#clients = new Clients({
      clock: this.#clock,
      log,
      bus: this.#bus,
      feed: new ValueFeed(this.#engine.table, this.#engine.ring),
      service: name => this.#kernel.services.get(name),
      touch: (index, value) => this.#engine.touch(index, value),
    });
  }

  async load(): Promise<void> {
    for (const plugin of [...BACKENDS, this.#stacks.backend]) {
      const { name } = plugin.manifest;
      const dataFolder = join(this.#options.dataFolder, 'backends', name);
      await this.#kernel.loadBackend(plugin, { log: this.#hub.logger(name), clock: this.#clock, dataFolder });
    }
    await this.#loadServices();
    if (this.#options.dryRun === true) return this.#openFile();
    await this.#directory.start();
    // A package that takes its time to load does not keep a patch from running.
    const packages = this.#directory.loadPackages();
    try {
      await this.#openFile();
    } finally {
      await packages;
    }
  }

  attach: App['attach'] = (port, client) => this.#clients.attach(port, client);
  problems: App['problems'] = () => this.#problems.list();
  bootReport: App['bootReport'] = () => this.#kernel.bootReport();

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #loadServices(): Promise<void> {
    const { dryRun, host, version, appFolder } = this.#options;
    const engine = this.#engine;
    const kernel = this.#kernel;
    const fixes = new FixRegistry();
    registerScriptFixes(fixes, engine, () => kernel.services.get('patch'));
    const plugins = [
      createLogService(this.#hub),
      createHostService({ host, version, platform: process.platform, token: () => this.#directory.token() }),
      createFilesService({ examples: join(appFolder, 'examples'), start: () => this.#patchFolder }),
      createPatchService({
        engine,
        problems: this.#problems,
        fixes,
        optionsOf: backend => kernel.backends.get(backend)?.plugin.manifest.options,
        onFolder: folder => void (this.#patchFolder = folder),
        onMoved: folder => engine.moved(folder),
        writeModules: async (instance, files) => {
          const runner = engine.runner(instance);
          if (!runner) throw fail('patch.no-modules', { instance });
          return await runner.request('writeAll', { files });
        },
        readOnly: dryRun === true,
      }),
      createDevicesService({ engine, backends: kernel.backends, plugins: () => kernel.infos() }),
      createMonitorService(engine),
      this.#stacks.service,
      this.#directory.pluginsService(),
    ];
    for (const plugin of plugins) await kernel.loadService(plugin, this.#serviceArgs(plugin.manifest.name));
  }

  #serviceArgs(name: string): Parameters<Kernel['loadService']>[1] {
    return {
      config: {},
      log: this.#hub.logger(name),
      clock: this.#clock,
      problems: this.#problems.reporter(`service ${name}`),
      bus: this.#bus,
      dataFolder: join(this.#options.dataFolder, name),
    };
  }

  async #openFile(): Promise<void> {
    const { file, set } = this.#options;
    const patch = this.#kernel.services.get('patch');
    if (file === undefined || !patch) return;
    const call = { client: '', signal: new AbortController().signal };
    await patch({ op: 'open', path: resolve(file), ...(set === undefined ? {} : { set }) }, call);
    await this.#engine.settled();
  }

  async #stop(): Promise<void> {
    this.#clients.close();
    await this.#kernel.unloadServices();
    await this.#directory.stop();
    await this.#engine.stop();
    await this.#kernel.unloadAll();
  }
}
