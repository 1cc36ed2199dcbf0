import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyAll } from '../../shared/patch/apply.ts';
import { EMPTY_PATCH, type PatchDocument } from '../../shared/patch/document.ts';
import type { Operation } from '../../shared/patch/operation.ts';
import { documents, operations } from '../../shared/patch/testing/arbitraries.ts';
import { makePlan, PlanMemory } from './plan.ts';
import { WireBackend } from './testing/wire-backend.ts';

/** Counts how often it is asked. */
class CountingBackend extends WireBackend {
  asked = 0;

  override channel(instance: string, channel: string) {
    this.asked++;
    return super.channel(instance, channel);
  }
}

const backend = new CountingBackend();
const backends = new Map(['osc', 'loopback', '__proto__'].map(name => [name, { backend }]));

function edited(document: PatchDocument, operation: Operation): PatchDocument {
  try {
    return applyAll(document, [operation]);
  } catch {
    return document;
  }
}

/** What counts of a plan. */
function said(document: PatchDocument, memory?: PlanMemory) {
  const { instances, wires, problems } = makePlan(document, backends, memory);
  return { wires, problems, instances: instances.map(({ name, channels }) => [name, [...channels]]) };
}

it('is the same whether or not something is remembered of the plans before', () => {
  fc.assert(
    fc.property(documents, fc.array(operations, { maxLength: 15 }), (first, edits) => {
      const memory = new PlanMemory();
      let document = first;
      expect(said(document, memory)).toEqual(said(document));
      for (const operation of edits) {
        document = edited(document, operation);
        expect(said(document, memory)).toEqual(said(document));
      }
    }),
  );
});

it('asks a backend only for what an edit changed', () => {
  const instance = (name: string) => ({ name, backend: 'osc', options: {}, channels: [] });
  const wire = (n: number) => ({ from: `a.x${n}`, to: `b.y${n}`, both: false, off: false });
  const memory = new PlanMemory();
  const build: Operation[] = [
    { op: 'instance.add', instance: instance('a') },
    { op: 'instance.add', instance: instance('b') },
    ...Array.from({ length: 1000 }, (_, n): Operation => ({ op: 'mapping.add', mapping: wire(n) })),
  ];
  const large = applyAll(EMPTY_PATCH, build);
  makePlan(large, backends, memory);
  backend.asked = 0;
  makePlan(applyAll(large, [{ op: 'mapping.add', mapping: wire(5000) }]), backends, memory);
  expect(backend.asked).toBe(2);
  const moved: Operation = { op: 'option.set', instance: 'a', option: 'bind', value: '1' };
  makePlan(applyAll(large, [moved]), backends, memory);
  expect(backend.asked).toBe(2 + 1000);
});

it('leaves out what a patch names beyond all measure, and says so', () => {
  const instances = ['a', 'b'].map(name => ({ name, backend: 'osc', options: {}, channels: [] }));
  const mappings = Array.from({ length: 500 }, (_, n) => {
    return { from: 'a.{1..100000}', to: `b.y${n}`, both: false, off: false };
  });
  const { wires, problems } = makePlan({ ...EMPTY_PATCH, instances, mappings }, backends);
  expect(wires).toHaveLength(500_000);
  expect(problems).toHaveLength(495);
  expect(problems[0]).toMatchObject({ code: 'patch.too-large', place: { kind: 'mapping', to: 'b.y5' } });
});
