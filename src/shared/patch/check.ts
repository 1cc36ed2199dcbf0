import { CodedError, fail } from '../error/coded-error.ts';
import { problemOf, type ProblemReport } from '../error/problem.ts';
import { expandRange } from '../signal/channel-range.ts';
import { instanceNameFault, parseChannelRef } from '../signal/channel-ref.ts';
import type { InstanceDecl, MappingDecl, PatchDocument } from './document.ts';
import type { Draft } from './draft.ts';
import { expandMapping } from './expand.ts';
import type { Operation } from './operation.ts';
import { touches } from './references.ts';

/** Declarations never change in place, so what was found wrong with one stays true for it. */
const mappingFaults = new WeakMap<MappingDecl, readonly ProblemReport[]>();
const instanceFaults = new WeakMap<InstanceDecl, readonly ProblemReport[]>();

/** What is wrong with a patch in itself, whatever its backends say: names, ranges, wires to missing instances. */
export function checkPatch(document: PatchDocument): readonly ProblemReport[] {
  const names = new Set(document.instances.map(instance => instance.name));
  return [
    ...document.instances.flatMap(instance => remember(instanceFaults, instance, faultsOfInstance)),
    ...document.mappings.flatMap(mapping => [
      ...remember(mappingFaults, mapping, faultsOfMapping),
      ...missingInstances(mapping, names),
    ]),
  ];
}

/**
 * Refuse an edit by a person that would break the patch. `apply` itself is lenient, for undo must bring back what a
 * damaged file held. The draft is the document before the operation.
 */
export function checkOperation(draft: Draft, operation: Operation): void {
  if (operation.op === 'instance.add') checkName(operation.instance.name);
  else if (operation.op === 'instance.rename') checkName(operation.to);
  else if (operation.op === 'mapping.add') checkMapping(draft, operation.mapping);
  else if (operation.op === 'instance.remove') checkUnwired(draft, operation.name);
  else if (
    operation.op === 'layout.node' &&
    operation.layout &&
    !draft.instances.get({ name: operation.instance })
  ) {
    throw fail('patch.unknown-instance', { instance: operation.instance });
  }
}

function checkName(name: string): void {
  const reason = instanceNameFault(name);
  if (reason !== undefined) throw fail('patch.bad-instance-name', { instance: name, reason });
}

function checkMapping(draft: Draft, mapping: MappingDecl): void {
  const [fault] = faultsOfMapping(mapping);
  if (fault) throw new CodedError(fault.code, fault.message, fault.help);
  for (const spec of [mapping.from, mapping.to]) {
    const instance = parseChannelRef(spec)?.instance ?? '';
    if (!draft.instances.get({ name: instance })) throw fail('patch.unknown-instance', { instance });
  }
}

function checkUnwired(draft: Draft, name: string): void {
  const wire = draft.mappings.items.find(mapping => touches(mapping, name));
  if (!wire) return;
  const reason = `the wire ${wire.from} > ${wire.to} still uses "${name}"`;
  throw fail('patch.bad-operation', { reason });
}

function remember<T extends object>(
  known: WeakMap<T, readonly ProblemReport[]>,
  item: T,
  find: (item: T) => readonly ProblemReport[],
): readonly ProblemReport[] {
  const before = known.get(item);
  if (before) return before;
  const found = find(item);
  known.set(item, found);
  return found;
}

function faultsOfInstance({ name, channels }: InstanceDecl): readonly ProblemReport[] {
  const reason = instanceNameFault(name);
  const place = { kind: 'instance', instance: name } as const;
  const bad = reason === undefined ? [] : [fail('patch.bad-instance-name', { instance: name, reason })];
  const rows = channels.flatMap(channel => {
    const range = expandRange(channel);
    if (range.ok) return [];
    const error = fail('patch.bad-channel-spec', { spec: `${name}.${channel}`, reason: range.reason });
    return [problemOf(error, { ...place, channel })];
  });
  return [...bad.map(error => problemOf(error, place)), ...rows];
}

function faultsOfMapping(mapping: MappingDecl): readonly ProblemReport[] {
  const expansion = expandMapping(mapping);
  return expansion.ok ? [] : [expansion.problem];
}

function missingInstances({ from, to }: MappingDecl, names: ReadonlySet<string>): readonly ProblemReport[] {
  const ends = [parseChannelRef(from)?.instance, parseChannelRef(to)?.instance];
  const missing = new Set(ends.filter(name => name !== undefined && !names.has(name)));
  return [...missing].map(instance => {
    const error = fail('patch.unknown-instance', { instance: instance ?? '' });
    return problemOf(error, { kind: 'mapping', from, to });
  });
}
