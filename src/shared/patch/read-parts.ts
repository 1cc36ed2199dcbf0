import type { InstanceDecl, JsonValue, Layout, MappingDecl, NodeLayout } from './document.ts';
import { pairKey } from './draft.ts';
import { Keeper } from './findings.ts';
import { isList, isObject, type JsonObject, own, pointer } from './json.ts';
import type { OptionScalar, Options, OptionValue } from './options.ts';

/** Options of backends as a whole; a backend without any has no entry. */
export function readGlobals(value: JsonValue, keeper: Keeper): Readonly<Record<string, Options>> | undefined {
  if (!isObject(value)) return undefined;
  const backends = Object.entries(value).flatMap(([backend, raw]) => {
    const where = pointer('globals', backend);
    if (!isObject(raw)) keeper.damaged(where, raw);
    const options = isObject(raw) ? readOptionRecord(raw, keeper, where) : {};
    return Object.keys(options).length > 0 ? [[backend, options] as const] : [];
  });
  return Object.fromEntries(backends);
}

export function readInstances(value: JsonValue, keeper: Keeper): readonly InstanceDecl[] | undefined {
  const names = new Set<string>();
  return readList(value, 'instances', keeper, (raw, where) => {
    const { name, backend } = isObject(raw) ? raw : {};
    if (!isObject(raw) || typeof name !== 'string' || typeof backend !== 'string') {
      return 'it has no name or no backend';
    }
    if (names.has(name)) return `there is another instance named "${name}"`;
    names.add(name);
    const own = new Keeper(keeper.findings, where);
    const options = readPart(raw, 'options', {}, own, isObject, v => readOptionRecord(v, own, '/options'));
    const channels = readPart(raw, 'channels', [], own, isList, v => readChannels(v, own));
    own.strangers(raw, ['name', 'backend', 'options', 'channels']);
    return { name, backend, options, channels, ...own.unknownIfAny };
  });
}

export function readMappings(value: JsonValue, keeper: Keeper): readonly MappingDecl[] | undefined {
  const pairs = new Set<string>();
  return readList(value, 'mappings', keeper, (raw, where) => {
    const { from, to } = isObject(raw) ? raw : {};
    if (!isObject(raw) || typeof from !== 'string' || typeof to !== 'string') {
      return 'it has no "from" or no "to"';
    }
    const key = pairKey({ from, to });
    if (pairs.has(key)) return 'the same wire is there already';
    pairs.add(key);
    const own = new Keeper(keeper.findings, where);
    const both = readPart(raw, 'both', false, own, isBoolean, v => v);
    const off = readPart(raw, 'off', false, own, isBoolean, v => v);
    own.strangers(raw, ['from', 'to', 'both', 'off']);
    return { from, to, both, off, ...own.unknownIfAny };
  });
}

export function readLayout(value: JsonValue, keeper: Keeper): Layout | undefined {
  if (!isObject(value)) return undefined;
  const inner = { nodes: own(value, 'nodes') ?? {}, extra: own(value, 'extra') ?? {} };
  if (!isObject(inner.nodes)) keeper.damaged('/layout/nodes', inner.nodes);
  if (!isObject(inner.extra)) keeper.damaged('/layout/extra', inner.extra);
  keeper.strangers(value, ['nodes', 'extra'], '/layout');
  return {
    nodes: isObject(inner.nodes) ? readNodes(inner.nodes, keeper) : {},
    extra: isObject(inner.extra) ? inner.extra : {},
  };
}

function readNodes(nodes: JsonObject, keeper: Keeper): Readonly<Record<string, NodeLayout>> {
  const entries = Object.entries(nodes).flatMap(([name, raw]) => {
    const where = pointer('layout', 'nodes', name);
    const node = isObject(raw) ? readNode(raw, new Keeper(keeper.findings, where)) : undefined;
    if (!node) keeper.damaged(where, raw, 'it has no x and y');
    return node ? [[name, node] as const] : [];
  });
  return Object.fromEntries(entries);
}

function readNode(raw: JsonObject, keeper: Keeper): NodeLayout | undefined {
  const { x, y } = raw;
  if (!isFiniteNumber(x) || !isFiniteNumber(y)) return undefined;
  const width = readPart(raw, 'width', undefined, keeper, isFiniteNumber, v => v);
  const collapsed = readPart(raw, 'collapsed', undefined, keeper, isBoolean, v => v);
  keeper.strangers(raw, ['x', 'y', 'width', 'collapsed']);
  const size = width === undefined ? {} : { width };
  return { x, y, ...size, ...(collapsed === undefined ? {} : { collapsed }), ...keeper.unknownIfAny };
}

/** A member of the expected type; otherwise it is kept as it is and `fallback` stands for it. */
function readPart<T extends JsonValue, R, F>(
  raw: JsonObject,
  name: string,
  fallback: F,
  keeper: Keeper,
  is: (value: JsonValue | undefined) => value is T,
  read: (value: T) => R,
): R | F {
  const value = own(raw, name);
  if (value === undefined) return fallback;
  if (is(value)) return read(value);
  keeper.damaged(pointer(name), value);
  return fallback;
}

/** Read each item; a text instead of an item says why it is none. */
function readList<T extends object>(
  value: JsonValue,
  name: string,
  keeper: Keeper,
  read: (raw: JsonValue, where: string) => T | string,
): readonly T[] | undefined {
  if (!isList(value)) return undefined;
  return value.flatMap((raw, index) => {
    const where = pointer(name, index);
    const item = read(raw, where);
    if (typeof item !== 'string') return [item];
    keeper.damaged(where, raw, item);
    return [];
  });
}

function readOptionRecord(raw: JsonObject, keeper: Keeper, at: string): Options {
  const entries = Object.entries(raw).flatMap(([name, value]) => {
    if (isOptionValue(value)) return [[name, value] as const];
    keeper.damaged(
      at + pointer(name),
      value,
      'an option is a text, a number, true, false, or a list of those',
    );
    return [];
  });
  return Object.fromEntries(entries);
}

function readChannels(raw: readonly JsonValue[], keeper: Keeper): readonly string[] {
  return raw.flatMap((channel, index) => {
    if (typeof channel === 'string') return [channel];
    keeper.damaged(pointer('channels', index), channel);
    return [];
  });
}

function isOptionValue(value: JsonValue): value is OptionValue {
  return isList(value) ? value.every(isScalar) : isScalar(value);
}

function isScalar(value: JsonValue): value is OptionScalar {
  return typeof value === 'string' || isBoolean(value) || isFiniteNumber(value);
}

function isBoolean(value: JsonValue | undefined): value is boolean {
  return typeof value === 'boolean';
}

function isFiniteNumber(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
