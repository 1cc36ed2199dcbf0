import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from './apply.ts';
import { autoLayout, withLayout } from './auto-layout.ts';
import { parseCfg } from './cfg/parse-cfg.ts';
import { checkNames, checkOperation } from './check.ts';
import { expandMapping } from './expand.ts';
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
  it('lets no node lie on another, however many rows they have', () => {
    const wires = Array.from({ length: 100 }, (_, i) => `a.x${i} > c.x${i}\nb.y${i} > c.z`).join('\n');
    const document = cfg(`[osc a]\n[osc b]\n[osc d]\n[osc c]\n[map]\n${wires}`);
    const places = autoLayout(document);
    const [a, b] = [places['a']!, places['b']!];
    expect(a.x !== b.x || Math.abs(a.y - b.y) > 100 * 24).toBe(true);
    const placed = { ...document, layout: { nodes: { a: { x: 40, y: 0 } }, extra: {} } };
    expect(withLayout(placed).layout.nodes['b']!.y).toBeGreaterThan(100 * 24);
  });
  it('does not need to name every channel of large bundles', () => {
    const wires = Array.from({ length: 2000 }, (_, i) => `a.{1..100000}x${i} > b.{1..100000}x${i}`);
    expect(Object.keys(autoLayout(cfg(`[osc a]\n[osc b]\n[map]\n${wires.join('\n')}`)))).toHaveLength(2);
  });
  it('bears a chain of ten thousand instances', () => {
    const instances = Array.from({ length: 10_000 }, (_, i) => `[osc i${i}]`).join('\n');
    const wires = Array.from({ length: 9_999 }, (_, i) => `i${i + 1}.x > i${i}.x`).join('\n');
    expect(autoLayout(cfg(`${instances}\n[map]\n${wires}`))['i0']!.x).toBeGreaterThan(1_000_000);
  });
});
