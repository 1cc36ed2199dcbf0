import { describe, expect, it } from 'vitest';
import { applyAll } from '../../shared/patch/apply.ts';
import { SAMPLE_PATCH } from '../testing/sample-patch.ts';
import { countMismatch, graphView, wireCount } from './graph-view.ts';

describe('graphView', () => {
  it('lists own channels first, then those that only wires use', () => {
    const rows = graphView(SAMPLE_PATCH)
      .get('rig')
      ?.rows.map(row => row.spec);
    expect(rows).toEqual(['{1..8}', '20']);
    expect(graphView(SAMPLE_PATCH).get('apc')?.rows).toEqual([
      { spec: 'ch0.cc{1..8}', count: 8, source: true, target: false, declared: false },
    ]);
  });

  it('marks both directions of a wire that runs both ways', () => {
    const wired = applyAll(SAMPLE_PATCH, [
      {
        op: 'mapping.set',
        from: 'touch./fader/1',
        to: 'desk.fader1',
        both: true,
      },
    ]);
    const row = graphView(wired)
      .get('touch')
      ?.rows.find(one => one.spec === '/fader/1');
    expect(row).toMatchObject({ source: true, target: true });
  });

  it('keeps the objects of what did not change, so that only the rest is drawn again', () => {
    const before = graphView(SAMPLE_PATCH);
    const edited = applyAll(SAMPLE_PATCH, [
      {
        op: 'channels.set',
        instance: 'logic',
        channels: ['speed', 'size'],
      },
    ]);
    const after = graphView(edited, before);
    expect(after.get('touch')).toBe(before.get('touch'));
    expect(after.get('logic')).not.toBe(before.get('logic'));
  });

  it('passes over wires of instances that are missing', () => {
    const mapping = { from: 'nobody.x', to: 'rig.3', both: false, off: false };
    const view = graphView(applyAll(SAMPLE_PATCH, [{ op: 'mapping.add', mapping }]));
    expect(view.has('nobody')).toBe(false);
    expect(view.get('rig')?.rows.map(row => row.spec)).toContain('3');
  });
});

describe('counting wires', () => {
  it('joins equal numbers, or one with many', () => {
    expect(countMismatch('a.{1..8}', 'b.{1..8}')).toBeUndefined();
    expect(countMismatch('a.1', 'b.{1..8}')).toBeUndefined();
    expect(countMismatch('a.{1..8}', 'b.{1..3}')).toEqual([8, 3]);
  });
  it('counts a bundle', () => expect(wireCount({ from: 'a.1', to: 'b.{1..4}' })).toBe(4));
});
