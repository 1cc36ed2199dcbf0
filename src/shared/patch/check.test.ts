import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyAll, applyEdit } from './apply.ts';
import { autoLayout, withLayout } from './auto-layout.ts';
import { parseCfg } from './cfg/parse-cfg.ts';
import { checkNames, checkOperation } from './check.ts';
import { diffPatches } from './diff.ts';
import { EMPTY_PATCH } from './document.ts';
import { expandMapping, usedChannels } from './expand.ts';
import type { Operation } from './operation.ts';
import { documents } from './testing/arbitraries.ts';

const cfg = (text: string) => parseCfg(text, 'x', () => ({ reason: '' })).document;
const THREE = withLayout(cfg('[osc a]\n[osc b]\n[osc c]\n[map]\na.x > b.x\nb.y > c.y\na.{1..4} > c.{1..4}'));
const code = (expected: string) => expect.objectContaining({ code: expected });

/** What a person's edit must not do. */
const check = (...operations: Operation[]) => applyEdit(THREE, operations, checkOperation);
const wire = (from: string, to: string): Operation => ({
  op: 'mapping.add',
  mapping: { from, to, both: false, off: false },
});

describe('an edit', () => {
  it.each([
    ['a.x', 'b.x', 'patch.duplicate-mapping'],
    ['a.{1..3}', 'b.{1..2}', 'patch.range-count'],
    ['a', 'b.x', 'patch.bad-channel-spec'],
    ['a.{', 'b.x', 'patch.bad-channel-spec'],
    ['a.x', 'z.x', 'patch.unknown-instance'],
  ])('refuses the wire %s > %s', (from, to, expected) => {
    expect(() => check(wire(from, to))).toThrow(code(expected));
  });
  it('takes 1:N and N:1', () => {
    expect(() => check(wire('a.z', 'b.{1..9}'), wire('a.{1..9}', 'b.z'))).not.toThrow();
  });
  it('refuses to remove an instance that still has wires, and bad names', () => {
    expect(() => check({ op: 'instance.remove', name: 'b' })).toThrow('still uses "b"');
    expect(() => check({ op: 'instance.rename', name: 'a', to: 'a.b' })).toThrow(
      code('patch.bad-instance-name'),
    );
    expect(() => check({ op: 'instance.rename', name: 'a', to: 'b' })).toThrow(
      code('patch.duplicate-instance'),
    );
  });
});

describe('expansion', () => {
  const pairs = (from: string, to: string, both = false) => {
    const result = expandMapping({ from, to, both });
    return result.ok
      ? result.pairs.map(([a, b]) => `${a.channel}>${b.channel}`).join(' ')
      : result.problem.code;
  };
  it('pairs ranges, the rightmost varying fastest', () => {
    expect(pairs('a.{x,y}{1..2}', 'b.{1..4}')).toBe('x1>1 x2>2 y1>3 y2>4');
    expect(pairs('a.x', 'b.{1..3}')).toBe('x>1 x>2 x>3');
    expect(pairs('a.{1..3}', 'b.x')).toBe('1>x 2>x 3>x');
    expect(pairs('a.{1..2}', 'b.{1..2}', true)).toBe('1>1 2>2 1>1 2>2');
    expect(pairs('a.{1..2}', 'b.{1..3}')).toBe('patch.range-count');
    expect(pairs('a.{-2..2}', 'b.x')).toBe('patch.bad-channel-spec');
  });
  it('knows which channels are used, and how', () => {
    const document = cfg('[osc a]\n[osc b]\n[map]\na.x > b.{1..2}\nb.1 > a.x');
    const row = { ...document, instances: [{ ...document.instances[0]!, channels: ['r{1..2}'] }] };
    expect([...usedChannels(row).get('a')!]).toEqual([
      ['r1', { source: false, target: false }],
      ['r2', { source: false, target: false }],
      ['x', { source: true, target: true }],
    ]);
    expect([...usedChannels(row).get('b')!.values()]).toEqual([
      { source: true, target: true },
      { source: false, target: true },
    ]);
  });
});

describe('diffPatches', () => {
  it('says what came, went and changed', () => {
    const after = applyAll(THREE, [
      { op: 'option.set', instance: 'a', option: 'bind', value: '1' },
      { op: 'mapping.remove', from: 'a.x', to: 'b.x' },
      { op: 'mapping.set', from: 'b.y', to: 'c.y', off: true },
      { op: 'instance.add', instance: { name: 'd', backend: 'osc', options: {}, channels: [] } },
      { op: 'global.set', backend: 'osc', option: 'detect', value: true },
    ]);
    const diff = diffPatches(THREE, after);
    expect(diff.instances.added.map(i => i.name)).toEqual(['d']);
    expect(diff.instances.changed).toMatchObject([{ backend: false, options: true, channels: false }]);
    expect(diff.mappings.removed).toHaveLength(1);
    expect(diff.mappings.changed).toMatchObject([{ after: { off: true } }]);
    expect(diff.globals).toEqual(['osc']);
    expect(diff.empty).toBe(false);
  });
  it('sees the order of options', () => {
    const swap = (options: Record<string, string>) => ({
      ...EMPTY_PATCH,
      instances: [{ name: 'a', backend: 'osc', options, channels: [] }],
    });
    expect(diffPatches(swap({ x: '1', y: '2' }), swap({ y: '2', x: '1' })).empty).toBe(false);
  });
  it('finds nothing between a document and its copy, and everything from nothing', () => {
    fc.assert(
      fc.property(documents, document => {
        expect(diffPatches(document, structuredClone(document)).empty).toBe(true);
        const { instances, mappings } = diffPatches(EMPTY_PATCH, document);
        expect(instances.added).toEqual(document.instances);
        expect(mappings.added).toEqual(document.mappings);
      }),
    );
  });
});

describe('checkNames', () => {
  it('lists names that no wire can name', () => {
    expect(checkNames(cfg('[osc a]\n[osc b.c]')).map(p => p.code)).toEqual(['patch.bad-instance-name']);
  });
});

describe('autoLayout', () => {
  it('goes from left to right along the wires, also round a circle', () => {
    const places = autoLayout(cfg('[osc c]\n[osc b]\n[osc a]\n[map]\na.x > b.x\nb.x > c.x\nc.x > a.x'));
    const xs = ['a', 'b', 'c'].map(name => places[name]!.x);
    expect(new Set(xs).size).toBe(3);
  });
  it('never puts two nodes on one place', () => {
    fc.assert(
      fc.property(documents, document => {
        const places = Object.values(autoLayout(document)).map(({ x, y }) => `${x} ${y}`);
        expect(new Set(places).size).toBe(document.instances.length);
      }),
    );
  });
  it('bears a chain of ten thousand instances', () => {
    const instances = Array.from({ length: 10_000 }, (_, i) => `[osc i${i}]`).join('\n');
    const wires = Array.from({ length: 9_999 }, (_, i) => `i${i + 1}.x > i${i}.x`).join('\n');
    expect(autoLayout(cfg(`${instances}\n[map]\n${wires}`))['i0']!.x).toBeGreaterThan(1_000_000);
  });
});
