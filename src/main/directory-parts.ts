import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ContactShelf } from '../shared/directory/contact-shelf.ts';
import type { JsonObject } from '../shared/patch/json.ts';
import type { Clock, Logger, ProblemReporter } from '../shared/plugin/common.ts';
import type { ServicePlugin, ViewPlugin } from '../shared/plugin/service.ts';
import type { SourcePlugin } from '../shared/plugin/source.ts';
import type { AppOptions } from './app-api.ts';
import { accessToken } from './cli/token.ts';
import { configFault } from './directory/config-fault.ts';
import { Directory } from './directory/directory.ts';
import { type FileStore, fileStore } from './directory/file-store.ts';
import { followPatch, patchEditor } from './directory/follow-patch.ts';
import { checkDisplay, checkProfile, checkSource } from './directory/read-section.ts';
import type { Bus } from './kernel/event-bus.ts';
import type { Kernel } from './kernel/kernel.ts';
import { PackageHosts } from './kernel/plugin-host/package-hosts.ts';
import { PluginManager } from './kernel/plugin-manager.ts';
import type { OptionalPlugin } from './kernel/plugin-unit.ts';
import { createDirectoryService } from './services/directory/index.ts';
import { createFavoritesService } from './services/favorites/index.ts';
import { createLookupService } from './services/lookup/index.ts';
import { createPersonalService } from './services/personal/index.ts';
import { createPhonebookService } from './services/phonebook/index.ts';
import { createPluginsService } from './services/plugins/index.ts';
import { createReverseService } from './services/reverse/index.ts';
import { csvSource } from './sources/csv/index.ts';
import { csvWsSource } from './sources/csv_ws/index.ts';
import { fixtureSource } from './sources/fixture/index.ts';
import { createInstancesSource } from './sources/instances/index.ts';
import { jsonSource } from './sources/json/index.ts';
import { ldapSource } from './sources/ldap/index.ts';
import { midiGuideSource } from './sources/midi_guide/index.ts';
import { createPersonalSource } from './sources/personal/index.ts';
import { createPhonebookSource } from './sources/phonebook/index.ts';
import { createHttpView } from './views/http/index.ts';
import { createOscQueryView } from './views/oscquery/index.ts';
import { createVtView } from './views/vt/index.ts';

export interface DirectoryPartsWorld {
  readonly clock: Clock;
  readonly bus: Bus;
  readonly kernel: Kernel;
  readonly options: Pick<AppOptions, 'appFolder' | 'dataFolder' | 'startWorker' | 'views'>;
  /** What network views ask of their clients; the user's access token when absent. */
  readonly token?: string;
  log(source: string): Logger;
  problems(owner: string): ProblemReporter;
  patchFolder(): string | undefined;
  /** Further sources and views, which need parts of the engine. */
  readonly extra?: readonly OptionalPlugin[];
  /** Where a view listens, told when it does. */
  onListen?(view: string, address: string): void;
}

/** The directory and everything that may be switched off, put together. */
export class DirectoryParts {
  readonly directory: Directory;
  readonly plugins: PluginManager;
  readonly #hosts: PackageHosts;
  readonly #world: DirectoryPartsWorld;
  readonly #stops: (() => void)[] = [];
  readonly #stores: FileStore[] = [];

  constructor(world: DirectoryPartsWorld) {
    this.#world = world;
    const { clock, bus, kernel } = world;
    const { appFolder, dataFolder, startWorker } = world.options;
    const store = (name: string): FileStore => {
      const one = fileStore(join(dataFolder, 'directory', `${name}.json`), world.log('directory'));
      this.#stores.push(one);
      return one;
    };
    this.directory = new Directory({
      ...world,
      plugin: name => kernel.sourcePlugins.get(name) ?? { missing: this.plugins.whyMissing('source', name) },
      dataFolder: backend => join(dataFolder, 'sources', backend),
      patchFolder: () => world.patchFolder(),
      log: source => world.log(source),
      problems: owner => world.problems(owner),
      fault: configFault,
      store: store('directory'),
      builtIn: [
        { name: 'this patch', backend: 'instances' },
        { name: 'personal', backend: 'personal' },
      ],
      editPatch: patchEditor(name => kernel.services.get(name)),
    });
    this.#hosts = new PackageHosts({
      clock,
      bus,
      startWorker,
      dataFolder: join(dataFolder, 'packages'),
      log: source => world.log(source),
      problems: owner => world.problems(owner),
      services: () => kernel.services,
      sources: () => this.directory.catalogue,
      patchFolder: () => world.patchFolder(),
      onState: (folder, reason) => this.plugins.packageState(folder, reason),
    });
    this.plugins = new PluginManager({
      kernel,
      hosts: this.#hosts,
      roots: [join(appFolder, 'node_modules'), join(appFolder, 'plugins'), join(dataFolder, 'plugins')],
      stock: [...this.#stock(store), ...(world.extra ?? [])],
      store: store('plugins'),
      problems: world.problems('plugins'),
      args: (kind, name) => ({
        clock,
        bus,
        log: world.log(name),
        problems: world.problems(`${kind} ${name}`),
        dataFolder: join(dataFolder, name),
      }),
      fixed: (kind, name) => this.#fixed(kind, name),
      given: kind => this.#given(kind),
      onSource: name => this.directory.catalogue.reloadBackend(name),
      onChange: infos => bus.publish('plugins.changed', infos),
    });
  }

  /** The service of the Plugins page; it belongs to the program and cannot be switched off. */
  pluginsService(): ServicePlugin {
    return createPluginsService(() => this.plugins);
  }

  /** The user's access token, which network views ask for; undefined where none could be kept. */
  token(): string | undefined {
    return this.#world.token ?? accessToken(this.#world.options.dataFolder, process.env['CROSSPATCH_TOKEN']);
  }

  /** The plugins of packages; the program works without them meanwhile. */
  loadPackages(): Promise<void> {
    return this.plugins.loadPackages();
  }

  /** Load the program's own plugins; sources then load in the background. */
  async start(): Promise<void> {
    await this.plugins.load();
    await this.directory.start();
    this.#stops.push(
      followPatch(this.directory, this.#world.bus, name => this.#world.kernel.services.get(name)),
    );
  }

  /** Sources go after services and views, which may still ask them. What was changed is kept before it resolves. */
  async stop(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.directory.stop();
    await this.#hosts.stop();
    await Promise.all(this.#stores.map(store => store.settled()));
  }

  /** A network view's address on the command line counts more than the one in its settings. */
  #fixed(kind: string, name: string): JsonObject {
    const { views = {} } = this.#world.options;
    const address = kind === 'view' && Object.hasOwn(views, name) ? views[name] : undefined;
    if (!address) return {};
    const { host, port, open } = address;
    return { host, port, ...(open === undefined ? {} : { open }) };
  }

  #given(kind: string): JsonObject {
    const token = kind === 'view' ? this.token() : undefined;
    return token === undefined ? {} : { token };
  }

  #stock(store: (name: string) => FileStore): readonly OptionalPlugin[] {
    const personal = new ContactShelf(store('personal'), randomUUID);
    const phonebooks = new ContactShelf(store('phonebooks'), randomUUID);
    const sources: SourcePlugin[] = [
      csvSource,
      midiGuideSource,
      fixtureSource,
      jsonSource,
      csvWsSource,
      ldapSource,
      createInstancesSource({
        channels: () => this.directory.namedChannels(),
        onChange: listener => this.directory.onChange(what => (what === 'names' ? listener() : undefined)),
      }),
      createPersonalSource(personal),
      createPhonebookSource(phonebooks),
    ];
    const { profiles } = this.directory;
    const services: ServicePlugin[] = [
      createDirectoryService({
        directory: this.directory,
        backends: () => [...this.#world.kernel.sourcePlugins.values()],
        checkSource,
        checkProfile,
        checkDisplay,
      }),
      createLookupService(profiles),
      createReverseService(profiles),
      createFavoritesService({ profiles, store: store('favorites') }),
      createPersonalService(personal),
      createPhonebookService(phonebooks),
    ];
    const onListen = (view: string) => (address: string) => {
      this.plugins.listening(view, address);
      this.#world.onListen?.(view, address);
    };
    const views: ViewPlugin[] = [
      createHttpView(onListen('http')),
      createOscQueryView(onListen('oscquery')),
      createVtView(onListen('vt')),
    ];
    return [...sources, ...services, ...views];
  }
}
