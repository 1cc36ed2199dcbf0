import { describe, expect, it } from 'vitest';
import { EMPTY_PATCH, type PatchDocument } from '../../shared/patch/document.ts';
import { autoLayout } from './auto-layout.ts';
import { graphView } from './graph-view.ts';

function patchOf(names: readonly string[], wires: readonly (readonly [string, string])[]): PatchDocument {
  return {
    ...EMPTY_PATCH,
    instances: names.map(name => ({ name, backend: 'loopback', options: {}, channels: [] })),
    mappings: wires.map(([from, to]) => ({ from: `${from}.x`, to: `${to}.x`, both: false, off: false })),
  };
}
const place = (document: PatchDocument) => autoLayout(document, graphView(document));

describe('autoLayout', () => {
  it('puts targets to the right of their sources', () => {
    const places = place(
      patchOf(
        ['c', 'b', 'a'],
        [
          ['a', 'b'],
          ['b', 'c'],
          ['a', 'c'],
        ],
      ),
    );
    const x = (name: string) => places.get(name)?.x ?? NaN;
    expect(x('a')).toBeLessThan(x('b'));
    expect(x('b')).toBeLessThan(x('c'));
  });
  it('ends on loops and gives everyone a place of its own', () => {
    const places = place(
      patchOf(
        ['a', 'b', 'c', 'd'],
        [
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'a'],
          ['d', 'd'],
        ],
      ),
    );
    expect(new Set([...places.values()].map(one => `${one.x},${one.y}`)).size).toBe(4);
  });
});
