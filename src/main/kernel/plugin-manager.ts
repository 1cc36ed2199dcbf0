import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import type { JsonStore } from '../../shared/directory/json-store.ts';
import { fail } from '../../shared/error/coded-error.ts';
import { problemOf } from '../../shared/error/problem.ts';
import type { JsonObject } from '../../shared/patch/json.ts';
import type { ProblemReporter } from '../../shared/plugin/common.ts';
import { discover, type Discovery } from './discovery/discover.ts';
import { changedConfig } from './plugin-config.ts';
import type { PackageHosts } from './plugin-host/package-hosts.ts';
import { PluginSettings } from './plugin-settings.ts';
import {
  type OptionalKind as Kind,
  type OptionalPlugin,
  packageUnits,
  sameFolder,
  sameUnit,
  stockUnit,
  type Unit,
} from './plugin-unit.ts';
import { type LoaderOptions, OFF, UnitLoader } from './unit-loader.ts';

export interface ManagerOptions extends LoaderOptions {
  readonly hosts: PackageHosts;
  /** Folders of packages; a package in a later one replaces one of the same name. */
  readonly roots: readonly string[];
  /** Plugins that come with the program and may be switched off. */
  readonly stock: readonly OptionalPlugin[];
  readonly store: JsonStore;
  readonly problems: ProblemReporter;
  onChange(infos: readonly PluginInfo[]): void;
}

const ORDER: readonly Kind[] = ['source', 'service', 'view'];

/** Loads what may be switched off: finds packages, loads sources, then services, then views, and remembers what is off. */
export class PluginManager {
  readonly #options: ManagerOptions;
  readonly #settings: PluginSettings;
  readonly #loader: UnitLoader;
  #units: readonly Unit[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ManagerOptions) {
    this.#options = options;
    this.#settings = new PluginSettings(options.store);
    this.#loader = new UnitLoader(options, this.#settings);
  }

  /** Find everything, and load what is the program's own. Never rejects because of a plugin. */
  async load(): Promise<void> {
    await this.#settings.load();
    const found = await discover(this.#options.roots);
    this.#units = this.#unitsOf(found);
    this.#reportRejected(found);
    await this.#startAll(this.#units.filter(unit => !unit.contribution));
    this.#changed();
  }

  /** Load the plugins of packages. Never rejects because of one; one that hangs in its `load` takes 5 s. */
  loadPackages(): Promise<void> {
    return this.#inTurn(async () => {
      const units = this.#units.filter(unit => unit.contribution);
      await this.#startAll(units);
      for (const kind of ORDER) this.#reportMissing(kind);
      for (const unit of units) await this.#loader.followUp(unit);
    });
  }

  /** Every plugin of the kernel; those that can be configured with their form and what is set. */
  infos(): readonly PluginInfo[] {
    return this.#options.kernel.infos().map(info => {
      const unit = this.#units.find(one => one.kind === info.kind && one.name === info.name);
      return unit ? { ...info, ...this.#loader.settingsInfo(unit) } : info;
    });
  }

  /** A view listens at an address, until it is unloaded. */
  listening(view: string, address: string): void {
    this.#loader.listening(view, address);
  }

  /** Why a back-end is not there, in words. */
  whyMissing(kind: Kind, name: string): string {
    const info = this.#told({ kind, name });
    if (info?.state === 'disabled') return OFF;
    if (!info && this.#units.some(unit => unit.kind === kind && unit.name === name))
      return 'it is being loaded';
    return info?.reason === undefined || info.reason === '' ? 'no package offers it' : info.reason;
  }

  /** Takes effect at once and is kept. Throws `kernel.unknown-plugin`, `kernel.essential` or `kernel.fixed`. */
  setEnabled(kind: string, name: string, on: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const unit = this.#unit(kind, name);
      if (this.#loader.isFixed(unit)) throw fail('kernel.fixed', { kind, name, what: 'The address' });
      await this.#settings.setEnabled(unit.kind, name, on);
      await this.#loader.restart(unit);
    });
  }

  /** Check, keep and use another configuration; see `plugins.configure` of the contract. */
  configure(kind: string, name: string, sent: JsonObject): Promise<void> {
    return this.#inTurn(async () => {
      const unit = this.#unit(kind, name);
      if (!unit.rules) throw fail('kernel.no-config', { kind, name });
      const saved = this.#settings.configOf(unit.kind, name);
      const change = { kind, name, rules: unit.rules, saved, fixed: this.#loader.fixed(unit) };
      await this.#settings.setConfig(unit.kind, name, changedConfig(change, sent));
      await this.#loader.restart(unit);
    });
  }

  /** Forget the configuration of a service or view. Throws as `configure`. */
  resetConfig(kind: string, name: string): Promise<void> {
    return this.#inTurn(async () => {
      const unit = this.#unit(kind, name);
      if (!unit.rules) throw fail('kernel.no-config', { kind, name });
      await this.#settings.setConfig(unit.kind, name, undefined);
      await this.#loader.restart(unit);
    });
  }

  /** Throws as `setEnabled`. */
  reload(kind: string, name: string): Promise<void> {
    return this.#inTurn(async () => {
      const unit = this.#unit(kind, name);
      const group = unit.contribution ? this.#units.filter(one => sameFolder(one, unit)) : [unit];
      for (const one of [...group].reverse()) await this.#loader.stop(one);
      if (unit.contribution) await this.#options.hosts.drop(unit.contribution.folder);
      for (const one of group) await this.#loader.start(one);
      for (const one of group) await this.#loader.followUp(one);
    });
  }

  /** Look again for packages: new ones are loaded, vanished ones unloaded. */
  rescan(): Promise<void> {
    return this.#inTurn(async () => {
      const found = await discover(this.#options.roots);
      const before = this.#units;
      const next = this.#unitsOf(found);
      const gone = before.filter(unit => !next.some(other => sameUnit(other, unit)));
      for (const unit of [...gone].reverse()) await this.#loader.stop(unit);
      for (const folder of new Set(gone.flatMap(unit => unit.contribution?.folder ?? [])))
        if (!next.some(unit => unit.contribution?.folder === folder)) await this.#options.hosts.drop(folder);
      this.#units = next.map(unit => before.find(other => sameUnit(other, unit)) ?? unit);
      this.#reportRejected(found);
      const fresh = this.#units.filter(unit => !before.includes(unit));
      await this.#startAll(fresh);
      for (const unit of [...gone, ...fresh]) await this.#loader.followUp(unit);
    });
  }

  /** A package's thread fell, for a reason, or runs again. */
  packageState(folder: string, reason: string | undefined): void {
    for (const unit of this.#units) {
      if (unit.contribution?.folder !== folder) continue;
      const info = this.#told(unit);
      if (info && info.state !== 'disabled')
        this.#options.kernel.tell({
          ...info,
          state: reason === undefined ? 'loaded' : 'failed',
          reason: reason ?? '',
        });
    }
    this.#changed();
  }

  /** Kind by kind; the program's own one after the other, those of packages side by side: one that hangs holds up none. */
  async #startAll(units: readonly Unit[]): Promise<void> {
    for (const kind of ORDER) {
      const these = units.filter(unit => unit.kind === kind);
      for (const unit of these) if (!unit.contribution) await this.#loader.start(unit);
      await Promise.all(these.filter(unit => unit.contribution).map(unit => this.#loader.start(unit)));
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work).finally(() => this.#changed());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #told({ kind, name }: Pick<PluginInfo, 'kind' | 'name'>): PluginInfo | undefined {
    return this.#options.kernel.infos().find(one => one.kind === kind && one.name === name);
  }

  #unit(kind: string, name: string): Unit {
    const unit = this.#units.find(one => one.kind === kind && one.name === name);
    if (unit) return unit;
    const known = this.#told({ kind, name })?.state === 'loaded';
    throw known ? fail('kernel.essential', { kind, name }) : fail('kernel.unknown-plugin', { kind, name });
  }

  /** The program's own come first. */
  #unitsOf(found: Discovery): Unit[] {
    const stock = this.#options.stock.map(stockUnit);
    return [...stock, ...packageUnits(found, stock, one => this.#options.hosts.plugin(one))];
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
