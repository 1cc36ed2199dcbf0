import type { Leaf, Node } from './namespace.ts';

/** Who may do what with a node, as OSCQuery numbers it. */
const ACCESS = { none: 0, read: 1, both: 3 } as const;

/** Attributes that can be asked for one by one: `/path?VALUE`. */
const ATTRIBUTES = [
  ...['FULL_PATH', 'CONTENTS', 'TYPE'],
  ...['ACCESS', 'RANGE', 'CLIPMODE', 'DESCRIPTION', 'VALUE'],
] as const;

export type Description = Readonly<Record<string, unknown>>;

/** Values by channel index; NaN where none is known. */
export type Values = Float64Array;

export function isAttribute(name: string): boolean {
  return (ATTRIBUTES as readonly string[]).includes(name);
}

/** A node as JSON, with all that is below it. */
export function describe(node: Node, values: Values): Description {
  const { path, children, leaf } = node;
  const contents = () =>
    Object.fromEntries([...children].map(([name, one]) => [name, describe(one, values)]));
  return {
    FULL_PATH: path,
    ...(leaf ? describeLeaf(leaf, values[leaf.index] ?? NaN) : { ACCESS: ACCESS.none }),
    ...(children.size > 0 ? { CONTENTS: contents() } : {}),
  };
}

/** Every channel of a patch goes from 0 to 1; what a device makes of it is the device's own. */
function describeLeaf({ description, writable }: Leaf, value: number): Description {
  return {
    ACCESS: writable ? ACCESS.both : ACCESS.read,
    TYPE: 'f',
    RANGE: [{ MIN: 0, MAX: 1 }],
    CLIPMODE: ['both'],
    DESCRIPTION: description,
    ...(Number.isNaN(value) ? {} : { VALUE: [value] }),
  };
}
