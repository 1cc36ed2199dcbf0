import { expect, it } from 'vitest';
import { graphView } from '../../model/graph-view.ts';
import { SAMPLE_PATCH } from '../../testing/sample-patch.ts';
import type { InstanceNode } from './flow-types.ts';
import { isLarge, withGuess, withoutGuess } from './node-guess.ts';

const view = graphView(SAMPLE_PATCH).get('desk')!;
const node: InstanceNode = {
  id: 'desk',
  type: 'instance',
  position: { x: 0, y: 0 },
  data: { view, collapsed: false },
};

it('guesses where both handles of each row are, inside the guessed size', () => {
  const { handles = [], initialHeight = 0, initialWidth = 0 } = withGuess(node);
  expect(handles.map(one => one.id)).toEqual(view.rows.flatMap(({ spec }) => [`in:${spec}`, `out:${spec}`]));
  for (const { x, y } of handles) {
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(initialHeight);
    expect(x === -5 || x === initialWidth - 5).toBe(true);
  }
});

it('lets what was measured count', () => {
  const measured = { ...withGuess(node), measured: { width: 200, height: 300 } };
  const kept = withoutGuess(measured);
  expect(kept.handles).toBeUndefined();
  expect(withGuess(kept)).toBe(kept);
  expect(withoutGuess(node)).toBe(node);
});

it('calls a patch large for its nodes or for its wires', () => {
  expect([isLarge(5, 20), isLarge(101, 0), isLarge(2, 10_000)]).toEqual([false, true, true]);
});
