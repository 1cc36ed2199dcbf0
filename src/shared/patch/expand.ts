import { type CodedError, fail } from '../error/coded-error.ts';
import { problemOf, type ProblemReport } from '../error/problem.ts';
import { expandRange } from '../signal/channel-range.ts';
import { type ChannelRef, parseChannelRef } from '../signal/channel-ref.ts';
import type { MappingDecl } from './document.ts';

/** The wires of a mapping, each from the first channel to the second. */
export type Expansion =
  | { readonly ok: true; readonly pairs: readonly (readonly [from: ChannelRef, to: ChannelRef])[] }
  | { readonly ok: false; readonly error: CodedError; readonly problem: ProblemReport };

export type RefsResult =
  | { readonly ok: true; readonly refs: readonly ChannelRef[] }
  | { readonly ok: false; readonly reason: string };

/** The channels that `instance.spec` names; the rightmost range varies fastest. */
export function expandSpec(spec: string): RefsResult {
  const ref = parseChannelRef(spec);
  if (!ref) return { ok: false, reason: 'it has not the form instance.channel' };
  const range = expandRange(ref.channel);
  if (!range.ok) return range;
  return { ok: true, refs: range.channels.map(channel => ({ instance: ref.instance, channel })) };
}

/**
 * The wires behind a mapping: both sides name the same number of channels, or one of them exactly one. With `both`
 * the wires back follow behind the wires forth. Whether it is `off` is not asked here.
 */
export function expandMapping(mapping: Pick<MappingDecl, 'from' | 'to' | 'both'>): Expansion {
  const { from, to } = mapping;
  const sources = expandSpec(from);
  if (!sources.ok)
    return faulty(mapping, fail('patch.bad-channel-spec', { spec: from, reason: sources.reason }));
  const targets = expandSpec(to);
  if (!targets.ok)
    return faulty(mapping, fail('patch.bad-channel-spec', { spec: to, reason: targets.reason }));
  const fromCount = sources.refs.length;
  const toCount = targets.refs.length;
  if (fromCount !== toCount && fromCount !== 1 && toCount !== 1) {
    return faulty(mapping, fail('patch.range-count', { from, to, fromCount, toCount }));
  }
  const forth = pair(sources.refs, targets.refs);
  return { ok: true, pairs: mapping.both ? [...forth, ...forth.map(([a, b]) => [b, a] as const)] : forth };
}

function pair(
  from: readonly ChannelRef[],
  to: readonly ChannelRef[],
): readonly (readonly [ChannelRef, ChannelRef])[] {
  return Array.from({ length: Math.max(from.length, to.length) }, (_, i) => [
    from[from.length === 1 ? 0 : i] as ChannelRef,
    to[to.length === 1 ? 0 : i] as ChannelRef,
  ]);
}

function faulty({ from, to }: Pick<MappingDecl, 'from' | 'to'>, error: CodedError): Expansion {
  return { ok: false, error, problem: problemOf(error, { kind: 'mapping', from, to }) };
}
