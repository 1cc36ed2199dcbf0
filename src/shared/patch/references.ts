import type { MappingDecl } from './document.ts';

/** True when the channel spec is one of this instance (the instance ends at the first dot). */
export function specIsOf(spec: string, instance: string): boolean {
  return spec.startsWith(instance) && spec.charAt(instance.length) === '.' && !instance.includes('.');
}

/** True when an end of the wire is at this instance. */
export function touches(mapping: Pick<MappingDecl, 'from' | 'to'>, instance: string): boolean {
  return specIsOf(mapping.from, instance) || specIsOf(mapping.to, instance);
}

/** The same wire with the instance renamed at both ends. */
export function renameEnds<T extends Pick<MappingDecl, 'from' | 'to'>>(
  mapping: T,
  name: string,
  to: string,
): T {
  const rename = (spec: string) => (specIsOf(spec, name) ? to + spec.slice(name.length) : spec);
  return { ...mapping, from: rename(mapping.from), to: rename(mapping.to) };
}

/** True when this key of `layout.extra` belongs to the instance. */
export function extraIsOf(key: string, instance: string): boolean {
  return key === instance || key.startsWith(`${instance}/`);
}
