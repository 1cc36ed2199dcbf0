import type { PortId } from './driver.ts';

/** ALSA appends client and port number, which change with every plugging: "APC40:APC40 MIDI 1 20:0". */
const ALSA = /^(.*) (\d+:\d+)$/;

/** How well a port fits a rule: less is better, undefined is not at all. */
type Rank = (port: string) => number | undefined;

/**
 * Find the port a rule means, whatever its number today. A rule is a name (the whole, then its beginning, then a part of
 * it counts; the client or the port half alone will do), an ALSA address (`20:0`), or an expression (`/apc.*mk2/i`). With
 * `#2` at its end it means the second port that fits equally well.
 */
export function findPort(rule: string, ports: readonly string[]): PortId | undefined {
  const numbered = /^(.*?)\s*#(\d+)$/.exec(rule.trim());
  const rank = rankOf(numbered?.[1] ?? rule.trim());
  const wanted = Math.max(1, Number(numbered?.[2] ?? 1)) - 1;
  const ranked = ports.map((name, index) => ({ index, rank: rank(name) }));
  const best = Math.min(...ranked.map(one => one.rank ?? Infinity));
  if (best === Infinity) return undefined;
  const index = ranked.filter(one => one.rank === best)[wanted]?.index;
  return index === undefined ? undefined : portId(ports, index);
}

/** Is this very port still listed? */
export function hasPort(port: PortId, ports: readonly string[]): boolean {
  return ports.filter(name => name === port.name).length > port.nth;
}

/** The name without what changes from plugging to plugging. */
export function stableName(port: string): string {
  return ALSA.exec(port)?.[1] ?? port;
}

function portId(ports: readonly string[], index: number): PortId {
  const name = ports[index] ?? '';
  return { name, nth: ports.slice(0, index).filter(other => other === name).length };
}

function rankOf(rule: string): Rank {
  if (/^\d+:\d+$/.test(rule)) return port => (ALSA.exec(port)?.[2] === rule ? 0 : undefined);
  const expression = /^\/(.+)\/(i?)$/.exec(rule);
  if (expression) return rankByExpression(expression[1] ?? '', expression[2] ?? '');
  const wanted = rule.toLowerCase();
  return port => rankByName(wanted, port.toLowerCase());
}

function rankByExpression(source: string, flags: string): Rank {
  try {
    const pattern = new RegExp(source, flags);
    return port => (pattern.test(port) ? 0 : undefined);
  } catch {
    return () => undefined;
  }
}

function rankByName(wanted: string, port: string): number | undefined {
  if (wanted === '') return undefined;
  const stable = stableName(port);
  const colon = stable.indexOf(':');
  const halves = colon < 0 ? [stable] : [stable, stable.slice(0, colon), stable.slice(colon + 1)];
  if (wanted === port) return 0;
  if (halves.includes(stableName(wanted))) return 1;
  if (halves.some(half => half.startsWith(wanted))) return 2;
  return stable.includes(wanted) ? 3 : undefined;
}
