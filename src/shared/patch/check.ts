import { fail } from '../error/coded-error.ts';
import { problemOf, type ProblemReport } from '../error/problem.ts';
import { instanceNameFault, parseChannelRef } from '../signal/channel-ref.ts';
import type { MappingDecl, PatchDocument } from './document.ts';
import type { Draft } from './draft.ts';
import { expandMapping } from './expand.ts';
import type { Operation } from './operation.ts';
import { touches } from './references.ts';

/** Instances whose names no wire can name. What else is wrong with a patch is found when it is planned. */
export function checkNames(document: PatchDocument): readonly ProblemReport[] {
  return document.instances.flatMap(({ name }) => {
    const reason = instanceNameFault(name);
    if (reason === undefined) return [];
    const error = fail('patch.bad-instance-name', { instance: name, reason });
    return [problemOf(error, { kind: 'instance', instance: name })];
  });
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
  const expansion = expandMapping(mapping);
  if (!expansion.ok) throw expansion.error;
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
