import type { ServicePlugin, ViewPlugin } from '../../shared/plugin/service.ts';
import type { SourcePlugin } from '../../shared/plugin/source.ts';
import type { Contribution, Discovery } from './discovery/discover.ts';
import { type ConfigRules, packageRules, stockRules } from './plugin-config.ts';

/** A plugin that can be switched on and off, of the program or of a package. */
export type OptionalPlugin = SourcePlugin | ServicePlugin | ViewPlugin;

export type OptionalKind = OptionalPlugin['manifest']['kind'];

/** A plugin that may be loaded, and loaded again. */
export interface Unit {
  readonly kind: OptionalKind;
  readonly name: string;
  readonly title: string;
  readonly contribution?: Contribution;
  /** It is loaded only when its configuration has a `port`. */
  readonly listens: boolean;
  /** How it is configured; undefined when it is not. */
  readonly rules: ConfigRules | undefined;
  make(): OptionalPlugin;
}

export function stockUnit(plugin: OptionalPlugin): Unit {
  const { kind, name, title } = plugin.manifest;
  const listens = plugin.manifest.kind === 'view' && plugin.manifest.listens === true;
  return { kind, name, title, listens, rules: stockRules(plugin.manifest), make: () => plugin };
}

/** What a package offers under the name of a plugin of the program is passed over. */
export function packageUnits(
  { contributions }: Discovery,
  stock: readonly Unit[],
  make: (contribution: Contribution) => OptionalPlugin,
): Unit[] {
  const free = contributions.filter(
    one => !stock.some(unit => unit.kind === one.kind && unit.name === one.name),
  );
  return free.map(contribution => {
    const { kind, name, title, configSchema } = contribution;
    const rules = kind === 'source' ? undefined : packageRules(configSchema);
    return { kind, name, title, contribution, listens: false, rules, make: () => make(contribution) };
  });
}

/** What the list of plugins says of a unit, however it is. */
export function unitInfo({ kind, name, title, contribution }: Unit) {
  const own = { kind, name, title, optional: true };
  if (!contribution) return own;
  const { package: from, version, permissions } = contribution;
  return { ...own, package: from, version, permissions };
}

export function sameUnit(a: Unit, b: Unit): boolean {
  const [one, other] = [a.contribution, b.contribution];
  return (
    a.kind === b.kind && a.name === b.name && one?.main === other?.main && one?.version === other?.version
  );
}

export function sameFolder(a: Unit, b: Unit): boolean {
  return a.contribution?.folder === b.contribution?.folder;
}
