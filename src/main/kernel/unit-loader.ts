import type { PluginInfo } from '../../shared/contract/calls/devices.ts';
import { fail } from '../../shared/error/coded-error.ts';
import { problemOf } from '../../shared/error/problem.ts';
import type { JsonObject } from '../../shared/patch/json.ts';
import type { ProblemReporter } from '../../shared/plugin/common.ts';
import type { ServiceArgs, ServicePlugin, ViewPlugin } from '../../shared/plugin/service.ts';
import type { SourcePlugin } from '../../shared/plugin/source.ts';
import type { Kernel } from './kernel.ts';
import { shownConfig } from './plugin-config.ts';
import type { PluginSettings } from './plugin-settings.ts';
import { type OptionalKind, type OptionalPlugin, type Unit, unitInfo } from './plugin-unit.ts';

export interface LoaderOptions {
  readonly kernel: Kernel;
  /** Without `config`: that comes from the settings. */
  args(
    kind: OptionalKind,
    name: string,
  ): Omit<ServiceArgs, 'signal' | 'subscriptions' | 'service' | 'sources' | 'config'>;
  /** What the command line says of a plugin of the program; it counts more than what is saved. */
  fixed(kind: OptionalKind, name: string): JsonObject;
  /** What the program itself gives to a view of its own, beside the user's configuration: the access token. */
  given(kind: OptionalKind, name: string): JsonObject;
  /** A back-end of the directory came or went. */
  onSource(name: string): Promise<void> | void;
}

const NO_ADDRESS = 'it was given no address';
export const OFF = 'it is switched off';

/** Loads one plugin as the settings and the command line want it, and tells the kernel why one is not loaded. */
export class UnitLoader {
  readonly #options: LoaderOptions;
  readonly #settings: PluginSettings;
  readonly #addresses = new Map<string, string>();

  constructor(options: LoaderOptions, settings: PluginSettings) {
    this.#options = options;
    this.#settings = settings;
  }

  /** A view listens at an address, until it is unloaded. */
  listening(view: string, address: string): void {
    this.#addresses.set(view, address);
  }

  async start(unit: Unit): Promise<void> {
    const { kernel } = this.#options;
    const { kind, name, contribution } = unit;
    if (!this.isFixed(unit) && !this.#settings.isEnabled(kind, name, contribution?.sample !== true))
      return kernel.tell({ ...unitInfo(unit), state: 'disabled', reason: OFF, ms: 0 });
    const config: JsonObject = { ...this.#settings.configOf(kind, name), ...this.fixed(unit) };
    if (unit.listens && config['port'] === undefined)
      return kernel.tell({ ...unitInfo(unit), state: 'disabled', reason: NO_ADDRESS, ms: 0 });
    const args = this.#options.args(kind, name);
    const fault = this.#configFault(unit, config, args.problems);
    if (fault !== undefined) return kernel.tell({ ...unitInfo(unit), state: 'failed', reason: fault, ms: 0 });
    const given = contribution ? {} : this.#options.given(kind, name);
    await this.#load(unit.make(), { ...args, config: { ...config, ...given } });
    const told = kernel.infos().find(one => one.kind === kind && one.name === name);
    if (told) kernel.tell({ ...told, ...unitInfo(unit) });
  }

  async stop({ kind, name }: Unit): Promise<void> {
    await this.#options.kernel.unload(kind, name);
    if (kind === 'view') this.#addresses.delete(name);
  }

  async restart(unit: Unit): Promise<void> {
    await this.stop(unit);
    await this.start(unit);
    await this.followUp(unit);
  }

  /** Tell those who use it that it came or went. */
  async followUp(unit: Unit): Promise<void> {
    if (unit.kind === 'source') await this.#options.onSource(unit.name);
  }

  /** The command line speaks of the program's own plugins only. */
  fixed({ kind, name, contribution }: Unit): JsonObject {
    return contribution ? {} : this.#options.fixed(kind, name);
  }

  /** Whoever asks for a view on the command line gets it, even if it was switched off before. */
  isFixed(unit: Unit): boolean {
    return unit.listens && this.fixed(unit)['port'] !== undefined;
  }

  /** What the list of plugins says of a unit's settings; nothing when it has none. */
  settingsInfo(unit: Unit): Partial<PluginInfo> {
    const { kind, name, rules, listens } = unit;
    if (!rules) return {};
    const address = kind === 'view' ? this.#addresses.get(name) : undefined;
    return {
      options: rules.options,
      free: rules.free,
      ...shownConfig(rules, this.#settings.configOf(kind, name)),
      fixed: this.fixed(unit),
      listens,
      ...(address === undefined ? {} : { address }),
    };
  }

  async #load(plugin: OptionalPlugin, args: Parameters<Kernel['loadService']>[1]): Promise<void> {
    const { kernel } = this.#options;
    if (plugin.manifest.kind === 'source') await kernel.addSourcePlugin(plugin as SourcePlugin);
    else if (plugin.manifest.kind === 'service') await kernel.loadService(plugin as ServicePlugin, args);
    else await kernel.loadView(plugin as ViewPlugin, args);
  }

  /** A source's configuration is checked with the source; that of services and views is here. */
  #configFault(
    { kind, name, rules }: Unit,
    config: JsonObject,
    problems: ProblemReporter,
  ): string | undefined {
    problems.clear('kernel.bad-config');
    const reason = rules?.fault(config);
    if (reason === undefined) return undefined;
    const error = fail('kernel.bad-config', { kind, name, reason });
    problems.report(problemOf(error, { kind: 'plugin', plugin: name }));
    return error.message;
  }
}
