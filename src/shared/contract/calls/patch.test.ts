import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Operation } from '../../patch/operation.ts';
import { operations } from '../../patch/testing/arbitraries.ts';
import { operationSchema } from './patch.ts';

/** Every kind of operation; the compiler holds this list against the type. */
const KINDS = {
  'instance.add': true,
  'instance.remove': true,
  'instance.rename': true,
  'option.set': true,
  'global.set': true,
  'channels.set': true,
  'mapping.add': true,
  'mapping.remove': true,
  'mapping.set': true,
  'section.set': true,
  'layout.node': true,
  'layout.extra': true,
} as const satisfies Record<Operation['op'], true>;

/** zod leaves a key named __proto__ out, by design: from a window it is an attack, never a name. */
const harmless = (operation: Operation) => !JSON.stringify(operation).includes('"__proto__":');

it('takes every operation as it is', () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(operations.filter(harmless), operation => {
      met.add(operation.op);
      expect(operationSchema.parse(operation)).toEqual(operation);
    }),
    { numRuns: 2000 },
  );
  expect([...met].sort()).toEqual(Object.keys(KINDS).sort());
});

it.each(Object.keys(KINDS))('refuses %s with a part too many or too few', op => {
  expect(operationSchema.safeParse({ op }).success).toBe(false);
  const [sample] = fc.sample(
    operations.filter(operation => operation.op === op),
    1,
  );
  expect(operationSchema.safeParse({ ...sample, extra: 1 }).success).toBe(false);
});

it('refuses numbers that no file can hold', () => {
  const layout = { x: NaN, y: Infinity };
  expect(operationSchema.safeParse({ op: 'layout.node', instance: 'a', layout }).success).toBe(false);
});
