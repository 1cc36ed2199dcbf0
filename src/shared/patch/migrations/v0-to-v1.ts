import type { JsonValue } from '../document.ts';
import { isList, isObject, type JsonObject } from '../json.ts';
import type { Migration } from './migration.ts';

/**
 * Format 0 came before the first release: instances were an object by name, wires were texts `a.x > b.y`, places of
 * nodes stood in a member `positions` as [x, y].
 */
export const v0ToV1: Migration = {
  from: 0,
  migrate({ version: _version, instances, wires, positions, ...rest }: JsonObject): JsonObject {
    return {
      crosspatch: 1,
      ...rest,
      ...(instances === undefined ? {} : { instances: instanceList(instances) }),
      ...(wires === undefined ? {} : { mappings: isList(wires) ? wires.map(mapping) : wires }),
      ...(positions === undefined ? {} : { layout: { nodes: nodes(positions) } }),
    };
  },
};

function instanceList(instances: JsonValue): JsonValue {
  if (!isObject(instances)) return instances;
  return Object.entries(instances).map(([name, value]) => (isObject(value) ? { name, ...value } : value));
}

function mapping(wire: JsonValue): JsonValue {
  const match = typeof wire === 'string' ? /^(\S+) (<?>) (\S+)$/.exec(wire) : null;
  if (!match) return wire;
  const [, from = '', arrow = '', to = ''] = match;
  return { from, to, ...(arrow === '<>' ? { both: true } : {}) };
}

function nodes(positions: JsonValue): JsonValue {
  if (!isObject(positions)) return positions;
  const entries = Object.entries(positions).map(([name, place]) => {
    const [x, y] = isList(place) ? place : [];
    return [name, x === undefined || y === undefined ? place : { x, y }] as const;
  });
  return Object.fromEntries(entries);
}
