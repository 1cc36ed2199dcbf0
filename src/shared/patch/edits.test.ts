import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyAll, applyEdit } from './apply.ts';
import { autoLayout, withLayout } from './auto-layout.ts';
import { parseCfg } from './cfg/parse-cfg.ts';
import { checkNames, checkOperation } from './check.ts';
import { diffPatches } from './diff.ts';
import { EMPTY_PATCH, type PatchDocument } from './document.ts';
import * as edits from './edits.ts';
import { expandMapping, usedChannels } from './expand.ts';
import { documents } from './testing/arbitraries.ts';

const cfg = (text: string) => parseCfg(text, 'x', () => ({ reason: '' })).document;
const THREE = withLayout(cfg('[osc a]\n[osc b]\n[osc c]\n[map]\na.x > b.x\nb.y > c.y\na.{1..4} > c.{1..4}'));
const code = (expected: string) => expect.objectContaining({ code: expected });
const texts = (document: PatchDocument) => document.mappings.map(m => `${m.from} > ${m.to}`);

describe('edits', () => {
  it('remove instances with wires, places and extras', () => {
    const document = { ...THREE, layout: { ...THREE.layout, extra: { 'b/x': 1, bb: 2 } } };
    const operations = edits.removeInstances(document, ['b']);
    const after = applyEdit(document, operations, checkOperation).document;
    expect(after.instances.map(i => i.name)).toEqual(['a', 'c']);
    expect(texts(after)).toEqual(['a.{1..4} > c.{1..4}']);
    expect(Object.keys(after.layout.nodes).sort()).toEqual(['a', 'c']);
    expect(after.layout.extra).toEqual({ bb: 2 });
  });
  it('always leave a patch that loses no instance but those removed', () => {
    fc.assert(
      fc.property(documents, document => {
        const gone = document.instances.slice(0, 2).map(i => i.name);
        const after = applyEdit(document, edits.removeInstances(document, gone), checkOperation).document;
        expect(after.instances).toEqual(document.instances.slice(2));
      }),
    );
  });
  it.each([
    ['a.x', 'b.x', 'patch.duplicate-mapping'],
    ['a.{1..3}', 'b.{1..2}', 'patch.range-count'],
    ['a', 'b.x', 'patch.bad-channel-spec'],
    ['a.{', 'b.x', 'patch.bad-channel-spec'],
    ['a.x', 'z.x', 'patch.unknown-instance'],
  ])('refuse the wire %s > %s', (from, to, expected) => {
    expect(() => edits.addMapping(THREE, from, to)).toThrow(code(expected));
  });
  it('take 1:N and N:1', () => {
    expect(() => edits.addMapping(THREE, 'a.z', 'b.{1..9}')).not.toThrow();
    expect(() => edits.addMapping(THREE, 'a.{1..9}', 'b.z')).not.toThrow();
  });
  it('refuse to remove an instance that still has wires, and bad names', () => {
    expect(() => edits.checkEdit(THREE, [{ op: 'instance.remove', name: 'b' }])).toThrow('still uses "b"');
    expect(() => edits.renameInstance(THREE, 'a', 'a.b')).toThrow(code('patch.bad-instance-name'));
    expect(() => edits.renameInstance(THREE, 'a', 'b')).toThrow(code('patch.duplicate-instance'));
  });
  it('name new instances', () => {
    expect(edits.freeName(['osc1', 'osc2'], 'osc1')).toBe('osc3');
    expect(edits.freeName([], 'osc1')).toBe('osc1');
    expect(edits.freeName(['a'], 'a')).toBe('a2');
  });
  it('paste under free names with the wires between', () => {
    const clip = edits.copy(THREE, ['a', 'c']);
    const { operations, names } = edits.paste(THREE, clip, { x: 30, y: 30 });
    const after = applyEdit(THREE, operations, checkOperation).document;
    expect([...names]).toEqual([
      ['a', 'a2'],
      ['c', 'c2'],
    ]);
    expect(texts(after)).toContain('a2.{1..4} > c2.{1..4}');
    expect(after.layout.nodes['a2']).toEqual({
      x: THREE.layout.nodes['a']!.x + 30,
      y: THREE.layout.nodes['a']!.y + 30,
    });
  });
  it('move nodes and keep the rest of their layout', () => {
    const document: PatchDocument = {
      ...THREE,
      layout: { nodes: { a: { x: 1, y: 2, collapsed: true } }, extra: {} },
    };
    const after = applyAll(document, edits.moveNodes(document, { a: { x: 9, y: 9 } }));
    expect(after.layout.nodes).toEqual({ a: { x: 9, y: 9, collapsed: true } });
    expect(diffPatches(document, after).empty).toBe(true);
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
