import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../error/coded-error.ts';
import { applyAll, applyEdit } from './apply.ts';
import { EMPTY_PATCH, type PatchDocument } from './document.ts';
import type { Operation } from './operation.ts';
import { serialize } from './serialize.ts';
import { documents, operations } from './testing/arbitraries.ts';

/** Apply what fits, one edit for each operation; returns the documents and ways back. */
function run(document: PatchDocument, list: readonly Operation[]) {
  const steps: { before: PatchDocument; operation: Operation; inverse: readonly Operation[] }[] = [];
  let now = document;
  for (const operation of list) {
    try {
      const { document: next, inverse } = applyEdit(now, [operation]);
      steps.push({ before: now, operation, inverse });
      now = next;
    } catch (thrown) {
      if (!(thrown instanceof CodedError)) throw thrown;
    }
  }
  return { now, steps };
}

const inverseOf = (document: PatchDocument, operation: Operation) => applyEdit(document, [operation]).inverse;
const osc = (name: string, options = {}) => ({ name, backend: 'osc', options, channels: [] });
const wire = (from: string, to: string) => ({ from, to, both: false, off: false });

describe('operations', () => {
  it('undo all, redo all: byte for byte the same', () => {
    fc.assert(
      fc.property(documents, fc.array(operations, { maxLength: 40 }), (document, list) => {
        const first = serialize(document);
        const { now, steps } = run(document, list);
        const last = serialize(now);
        let back = now;
        for (const { before, inverse } of [...steps].reverse()) {
          back = applyAll(back, inverse);
          expect(serialize(back)).toBe(serialize(before));
        }
        expect(serialize(back)).toBe(first);
        const forth = applyAll(
          back,
          steps.map(step => step.operation),
        );
        expect(serialize(forth)).toBe(last);
      }),
      { numRuns: 400 },
    );
  });

  it('the inverse of a whole list leads back at once', () => {
    fc.assert(
      fc.property(documents, fc.array(operations, { maxLength: 30 }), (document, list) => {
        const fitting = run(document, list).steps.map(step => step.operation);
        const { document: after, inverse } = applyEdit(document, fitting);
        expect(serialize(applyAll(after, inverse))).toBe(serialize(document));
      }),
    );
  });

  it('never touches the document it began with, and leaves Object.prototype alone', () => {
    fc.assert(
      fc.property(documents, fc.array(operations, { maxLength: 20 }), (document, list) => {
        const copy = structuredClone(document);
        run(document, list);
        expect(document).toEqual(copy);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });

  it('is all or nothing', () => {
    const list: Operation[] = [
      { op: 'instance.add', instance: osc('a') },
      { op: 'instance.add', instance: osc('a') },
    ];
    expect(() => applyAll(EMPTY_PATCH, list)).toThrow('two instances named "a"');
    expect(EMPTY_PATCH.instances).toEqual([]);
  });

  it('renames an instance in wires, places and extras, and takes it back past a wire to a missing one', () => {
    const before: PatchDocument = {
      ...EMPTY_PATCH,
      instances: [osc('a'), osc('c')],
      mappings: [wire('a.x', 'b.y'), wire('c.x', 'a.z'), wire('aa.x', 'c.a.x')],
      layout: { nodes: { a: { x: 1, y: 2 }, b: { x: 3, y: 4 } }, extra: { 'a/f1': 1, 'b/f1': 2, ab: 3 } },
    };
    const rename: Operation = { op: 'instance.rename', name: 'a', to: 'b' };
    const after = applyAll(before, [rename]);
    expect(after.mappings.map(m => `${m.from} ${m.to}`)).toEqual(['b.x b.y', 'c.x b.z', 'aa.x c.a.x']);
    expect(after.layout.nodes).toEqual({ b: { x: 1, y: 2 } });
    expect(after.layout.extra).toEqual({ 'b/f1': 1, ab: 3 });
    expect(serialize(applyAll(after, inverseOf(before, rename)))).toBe(serialize(before));
  });

  it('renames an instance for the directory too: bindings and given names follow, and come back', () => {
    const directory = {
      sources: [
        { name: 'Sub', bind: { instance: 'a' } },
        { name: 'Desk', bind: { instance: 'b' } },
      ],
      names: { 'a.x': 'Cutoff', 'b.x': 'Go', 'aa.x': 'Other' },
    };
    const before: PatchDocument = { ...EMPTY_PATCH, instances: [osc('a')], sections: { directory } };
    const rename: Operation = { op: 'instance.rename', name: 'a', to: 'moog' };
    const after = applyAll(before, [rename]);
    expect(after.sections['directory']).toEqual({
      sources: [
        { name: 'Sub', bind: { instance: 'moog' } },
        { name: 'Desk', bind: { instance: 'b' } },
      ],
      names: { 'moog.x': 'Cutoff', 'b.x': 'Go', 'aa.x': 'Other' },
    });
    expect(serialize(applyAll(after, inverseOf(before, rename)))).toBe(serialize(before));
    const taken: Operation = { op: 'instance.rename', name: 'a', to: 'b' };
    expect(serialize(applyAll(applyAll(before, [taken]), inverseOf(before, taken)))).toBe(serialize(before));
  });

  it('refuses a rename that would make two wires one', () => {
    const document = {
      ...EMPTY_PATCH,
      instances: [osc('a'), osc('c')],
      mappings: [wire('a.x', 'c.y'), wire('b.x', 'c.y')],
    };
    expect(() => applyAll(document, [{ op: 'instance.rename', name: 'a', to: 'b' }])).toThrow(
      'is there already',
    );
  });

  it('keeps the order of options, and puts a removed one back to its place', () => {
    const document = { ...EMPTY_PATCH, instances: [osc('a', { '/b': 'f', '/a': 'i', '/c': 's' })] };
    const remove: Operation = { op: 'option.set', instance: 'a', option: '/a' };
    const after = applyAll(document, [remove]);
    expect(Object.keys(after.instances[0]!.options)).toEqual(['/b', '/c']);
    const back = applyAll(after, inverseOf(document, remove));
    expect(Object.keys(back.instances[0]!.options)).toEqual(['/b', '/a', '/c']);
  });

  it('applies a hundred thousand operations as one edit', () => {
    const add: Operation[] = Array.from({ length: 100_000 }, (_, i) => ({
      op: 'mapping.add',
      mapping: wire(`a.x${i}`, `b.y${i}`),
    }));
    const { document, inverse } = applyEdit(EMPTY_PATCH, add);
    expect(document.mappings).toHaveLength(100_000);
    expect(applyAll(document, inverse).mappings).toHaveLength(0);
  });
});
