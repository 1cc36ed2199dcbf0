import type { InstanceDecl, MappingDecl, PatchDocument } from '../../shared/patch/document.ts';
import { expandRange, hasRange } from '../../shared/signal/channel-range.ts';
import { parseChannelRef } from '../../shared/signal/channel-ref.ts';

/** One row of a node: a channel or a bundle of channels, as the user wrote it. */
export interface ChannelRow {
  readonly spec: string;
  /** How many channels it names. */
  readonly count: number;
  /** A wire begins here. */
  readonly source: boolean;
  /** A wire ends here. */
  readonly target: boolean;
  /** It stands in the instance's own list, with or without wires. */
  readonly declared: boolean;
}

/** What the canvas draws for an instance. */
export interface InstanceView {
  readonly decl: InstanceDecl;
  readonly rows: readonly ChannelRow[];
}

export type GraphView = ReadonlyMap<string, InstanceView>;

/**
 * The rows of every instance: its own channels first, then those that wires use, in the order of the document. What did
 * not change against `before` keeps its objects.
 */
export function graphView(document: PatchDocument, before?: GraphView): GraphView {
  const rows = new Map(document.instances.map(one => [one.name, declaredRows(one)]));
  for (const mapping of document.mappings) {
    touch(rows, mapping.from, true, mapping.both);
    touch(rows, mapping.to, mapping.both, true);
  }
  return new Map(document.instances.map(decl => [decl.name, viewOf(decl, rows, before?.get(decl.name))]));
}

/** How many channels a spec names; 1 when it cannot be read. */
export function channelCount(spec: string): number {
  if (!hasRange(spec)) return 1;
  const range = expandRange(spec);
  return range.ok ? range.channels.length : 1;
}

/** Why the two ends cannot be joined, as the counts of both; undefined when they can. */
export function countMismatch(from: string, to: string): readonly [number, number] | undefined {
  const [a, b] = [channelCount(from), channelCount(to)];
  return a === b || a === 1 || b === 1 ? undefined : [a, b];
}

/** How many wires a mapping stands for. */
export function wireCount(mapping: Pick<MappingDecl, 'from' | 'to'>): number {
  return Math.max(channelCount(mapping.from), channelCount(mapping.to));
}

type Rows = Map<string, Map<string, ChannelRow>>;

function declaredRows(decl: InstanceDecl): Map<string, ChannelRow> {
  return new Map(
    decl.channels.map(spec => [
      spec,
      { spec, count: channelCount(spec), source: false, target: false, declared: true },
    ]),
  );
}

function touch(rows: Rows, ref: string, source: boolean, target: boolean): void {
  const parsed = parseChannelRef(ref);
  const own = parsed && rows.get(parsed.instance);
  if (!parsed || !own) return;
  const row = own.get(parsed.channel);
  const spec = parsed.channel;
  own.set(spec, {
    spec,
    count: row?.count ?? channelCount(spec),
    source: source || row?.source === true,
    target: target || row?.target === true,
    declared: row?.declared ?? false,
  });
}

function viewOf(decl: InstanceDecl, all: Rows, before: InstanceView | undefined): InstanceView {
  const rows = [...(all.get(decl.name)?.values() ?? [])];
  const same = before !== undefined && sameRows(before.rows, rows);
  if (same && before.decl === decl) return before;
  return { decl, rows: same ? before.rows : rows };
}

function sameRows(a: readonly ChannelRow[], b: readonly ChannelRow[]): boolean {
  return a.length === b.length && a.every((row, i) => sameRow(row, b[i]));
}

function sameRow(a: ChannelRow, b: ChannelRow | undefined): boolean {
  return a.spec === b?.spec && a.source === b.source && a.target === b.target && a.declared === b.declared;
}
