import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import type { JsonStore } from '../../shared/directory/json-store.ts';
import { fail } from '../../shared/error/coded-error.ts';
import { problemOf } from '../../shared/error/problem.ts';
import type { ProblemReporter } from '../../shared/plugin/common.ts';
import { schemaFault } from '../../shared/plugin/schema-fault.ts';
import type { ServiceArgs, ServicePlugin, ViewPlugin } from '../../shared/plugin/service.ts';
import type { SourcePlugin } from '../../shared/plugin/source.ts';
import { type Contribution, discover, type Discovery } from './discovery/discover.ts';
import type { Kernel } from './kernel.ts';
import type { PackageHosts } from './plugin-host/package-hosts.ts';
import { PluginSettings } from './plugin-settings.ts';

/** A plugin that can be switched on and off, of the program or of a package. */
export type OptionalPlugin = SourcePlugin | ServicePlugin | ViewPlugin;

type Kind = OptionalPlugin['manifest']['kind'];

export interface ManagerOptions {
  readonly kernel: Kernel;
  readonly hosts: PackageHosts;
  /** Folders of packages; a package in a later one replaces one of the same name. */
  readonly roots: readonly string[];
  /** Plugins that come with the program and may be switched off. */
  readonly stock: readonly OptionalPlugin[];
  readonly store: JsonStore;
  readonly problems: ProblemReporter;
  /** Without `config`: that is this manager's. */
  args(
    kind: Kind,
    name: string,
  ): Omit<ServiceArgs, 'signal' | 'subscriptions' | 'service' | 'sources' | 'config'>;
  /** What the program itself says about a plugin's configuration (an address of the command line). */
  config(kind: Kind, name: string): Readonly<Record<string, unknown>>;
  /** A back-end of the directory came or went. */
  onSource(name: string): Promise<void> | void;
  onChange(infos: readonly PluginInfo[]): void;
}

interface Unit {
  readonly kind: Kind;
  readonly name: string;
  readonly title: string;
  readonly contribution?: Contribution;
  make(): OptionalPlugin;
}

const ORDER: readonly Kind[] = ['source', 'service', 'view'];
const OFF = 'it is switched off';
const NO_ADDRESS = 'it was given no address';

/** Loads what may be switched off: finds packages, loads sources, then services, then views, and remembers what is off. */
export class PluginManager {
  readonly #options: ManagerOptions;
  readonly #settings: PluginSettings;
  #units: readonly Unit[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ManagerOptions) {
    this.#options = options;
    this.#settings = new PluginSettings(options.store);
  }

  /** Find and load everything. Never rejects because of a plugin. */
  async load(): Promise<void> {
    await this.#settings.load();
    const found = await discover(this.#options.roots);
    this.#units = this.#unitsOf(found);
    this.#reportRejected(found);
    for (const kind of ORDER) {
      for (const unit of this.#units) if (unit.kind === kind) await this.#start(unit);
      this.#reportMissing(kind);
    }
    this.#changed();
  }

  infos(): readonly PluginInfo[] {
    return this.#options.kernel.infos();
  }

  /** Why a back-end is not there, in words. */
  whyMissing(kind: Kind, name: string): string {
    const info = this.infos().find(one => one.kind === kind && one.name === name);
    if (info?.state === 'disabled') return OFF;
    return info?.reason === undefined || info.reason === '' ? 'no package offers it' : info.reason;
  }

  /** Takes effect at once and is kept. Throws `kernel.unknown-plugin` or `kernel.essential`. */
  setEnabled(kind: string, name: string, on: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const unit = this.#unit(kind, name);
      await this.#settings.setEnabled(unit.kind, name, on);
      await this.#stop(unit);
      await this.#start(unit);
      await this.#followUp(unit);
    });
  }

  /** Throws as `setEnabled`. */
  reload(kind: string, name: string): Promise<void> {
    return this.#inTurn(async () => {
      const unit = this.#unit(kind, name);
      const group = unit.contribution ? this.#units.filter(one => sameFolder(one, unit)) : [unit];
      for (const one of [...group].reverse()) await this.#stop(one);
      if (unit.contribution) await this.#options.hosts.drop(unit.contribution.folder);
      for (const one of group) await this.#start(one);
      for (const one of group) await this.#followUp(one);
    });
  }

  /** Look again for packages: new ones are loaded, vanished ones unloaded. */
  rescan(): Promise<void> {
    return this.#inTurn(async () => {
      const found = await discover(this.#options.roots);
      const before = this.#units;
      const next = this.#unitsOf(found);
      const gone = before.filter(unit => !next.some(other => sameUnit(other, unit)));
      for (const unit of [...gone].reverse()) await this.#stop(unit);
      for (const folder of new Set(gone.flatMap(unit => unit.contribution?.folder ?? [])))
        if (!next.some(unit => unit.contribution?.folder === folder)) await this.#options.hosts.drop(folder);
      this.#units = next.map(unit => before.find(other => sameUnit(other, unit)) ?? unit);
      this.#reportRejected(found);
      const fresh = this.#units.filter(unit => !before.includes(unit));
      for (const kind of ORDER) for (const unit of fresh) if (unit.kind === kind) await this.#start(unit);
      for (const unit of [...gone, ...fresh]) await this.#followUp(unit);
    });
  }

  /** A package's thread fell, for a reason, or runs again. */
  packageState(folder: string, reason: string | undefined): void {
    for (const unit of this.#units) {
      if (unit.contribution?.folder !== folder) continue;
      const info = this.infos().find(one => one.kind === unit.kind && one.name === unit.name);
      if (info && info.state !== 'disabled')
        this.#options.kernel.tell({
          ...info,
          state: reason === undefined ? 'loaded' : 'failed',
          reason: reason ?? '',
        });
    }
    this.#changed();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work).finally(() => this.#changed());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #start(unit: Unit): Promise<void> {
    const { kernel } = this.#options;
    const { kind, name } = unit;
    if (!this.#settings.isEnabled(kind, name, unit.contribution?.sample !== true))
      return kernel.tell({ ...infoOf(unit), state: 'disabled', reason: OFF, ms: 0 });
    const plugin = unit.make();
    const config: Readonly<Record<string, unknown>> = {
      ...this.#settings.configOf(kind, name),
      ...this.#options.config(kind, name),
    };
    if (plugin.manifest.kind === 'view' && plugin.manifest.listens === true && config['port'] === undefined)
      return kernel.tell({ ...infoOf(unit), state: 'disabled', reason: NO_ADDRESS, ms: 0 });
    const fault = kind === 'source' ? undefined : this.#configFault(unit, config);
    if (fault !== undefined) return kernel.tell({ ...infoOf(unit), state: 'failed', reason: fault, ms: 0 });
    const args = { ...this.#options.args(kind, name), config };
    if (plugin.manifest.kind === 'source') await kernel.addSourcePlugin(plugin as SourcePlugin);
    else if (plugin.manifest.kind === 'service') await kernel.loadService(plugin as ServicePlugin, args);
    else await kernel.loadView(plugin as ViewPlugin, args);
    const told = kernel.infos().find(one => one.kind === kind && one.name === name);
    if (told) kernel.tell({ ...told, ...infoOf(unit) });
  }

  /** A source's configuration is checked with the source; that of services and views is here. */
  #configFault({ kind, name, contribution }: Unit, config: object): string | undefined {
    const schema = contribution?.configSchema;
    const fault = schema && schemaFault(schema, config);
    if (fault === undefined) return undefined;
    const error = fail('kernel.bad-config', { kind, name, reason: fault });
    this.#options.problems.report(problemOf(error, { kind: 'plugin', plugin: name }));
    return error.message;
  }

  async #stop(unit: Unit): Promise<void> {
    await this.#options.kernel.unload(unit.kind, unit.name);
  }

  async #followUp(unit: Unit): Promise<void> {
    if (unit.kind === 'source') await this.#options.onSource(unit.name);
  }

  #unit(kind: string, name: string): Unit {
    const unit = this.#units.find(one => one.kind === kind && one.name === name);
    if (unit) return unit;
    const known = this.infos().some(one => one.kind === kind && one.name === name && one.state === 'loaded');
    throw known ? fail('kernel.essential', { kind, name }) : fail('kernel.unknown-plugin', { kind, name });
  }

  /** The program's own come first: what a package offers under the name of one of them is refused. */
  #unitsOf(found: Discovery): Unit[] {
    const stock = this.#options.stock.map((plugin): Unit => {
      const { kind, name, title } = plugin.manifest;
      return { kind, name, title, make: () => plugin };
    });
    const others = found.contributions.flatMap((contribution): Unit[] => {
      const { kind, name, title } = contribution;
      if (stock.some(unit => unit.kind === kind && unit.name === name)) return [];
      return [{ kind, name, title, contribution, make: () => this.#options.hosts.plugin(contribution) }];
    });
    return [...stock, ...others];
  }

  #reportRejected({ rejected }: Discovery): void {
    this.#options.problems.clear('kernel.rejected');
    for (const { package: name, reason } of rejected) {
      const error = fail('kernel.rejected', { name, reason });
      this.#options.problems.report(problemOf(error, { kind: 'plugin', plugin: name }, 'warning'));
      this.#options.kernel.tell({
        kind: 'package',
        name,
        title: name,
        state: 'failed',
        reason,
        ms: 0,
        package: name,
      });
    }
  }

  /** What the settings name and nobody offers. */
  #reportMissing(kind: Kind): void {
    for (const name of this.#settings.wanted(kind)) {
      if (this.#units.some(unit => unit.kind === kind && unit.name === name)) continue;
      const error = fail('kernel.missing', { kind, name });
      this.#options.problems.report(problemOf(error, { kind: 'plugin', plugin: name }, 'warning'));
      this.#options.kernel.tell({ kind, name, title: name, state: 'failed', reason: 'missing', ms: 0 });
    }
  }

  #changed(): void {
    this.#options.onChange(this.infos());
  }
}

function infoOf({ kind, name, title, contribution }: Unit) {
  const own = { kind, name, title, optional: true };
  if (!contribution) return own;
  const { package: from, version, permissions } = contribution;
  return { ...own, package: from, version, permissions };
}

function sameUnit(a: Unit, b: Unit): boolean {
  const [one, other] = [a.contribution, b.contribution];
  return (
    a.kind === b.kind && a.name === b.name && one?.main === other?.main && one?.version === other?.version
  );
}

function sameFolder(a: Unit, b: Unit): boolean {
  return a.contribution?.folder === b.contribution?.folder;
}
