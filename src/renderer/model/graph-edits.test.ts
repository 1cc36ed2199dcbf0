import { describe, expect, it } from 'vitest';
import { applyAll } from '../../shared/patch/apply.ts';
import { SAMPLE_PATCH } from '../testing/sample-patch.ts';
import { copyClip, pasteClip } from './clipboard.ts';
import { connect, freeName, moveNodes, removeAll, removeRow } from './graph-edits.ts';

describe('freeName', () => {
  it('counts on from the number at the end', () => {
    expect(freeName('osc', new Set())).toBe('osc1');
    expect(freeName('osc1', new Set(['osc1', 'osc2']))).toBe('osc3');
  });
});

describe('removeAll', () => {
  it('takes an instance away with its wires and its place', () => {
    const left = applyAll(SAMPLE_PATCH, removeAll(SAMPLE_PATCH, new Set(['desk']), new Set()));
    expect(left.instances.map(one => one.name)).not.toContain('desk');
    expect(left.mappings.some(one => `${one.from} ${one.to}`.includes('desk'))).toBe(false);
    expect(left.layout.nodes).not.toHaveProperty('desk');
  });
  it('takes a wire once, although it is selected and its instance too', () => {
    const wires = new Set(['touch./fader/1 > desk.fader1']);
    const operations = removeAll(SAMPLE_PATCH, new Set(['touch']), wires);
    expect(operations.filter(one => one.op === 'mapping.remove')).toHaveLength(2);
    expect(() => applyAll(SAMPLE_PATCH, operations)).not.toThrow();
  });
});

describe('connect', () => {
  it('gives both ends a row of their own', () => {
    const wired = applyAll(SAMPLE_PATCH, connect(SAMPLE_PATCH, 'apc.ch0.cc20', 'rig.30'));
    expect(wired.instances.find(one => one.name === 'rig')?.channels).toContain('30');
    expect(wired.mappings.at(-1)).toEqual({ from: 'apc.ch0.cc20', to: 'rig.30', both: false, off: false });
  });
  it('does nothing for a wire that is there', () => {
    expect(connect(SAMPLE_PATCH, 'touch./fader/1', 'desk.fader1')).toEqual([]);
  });
});

describe('removeRow', () => {
  it('takes the wires of the row too', () => {
    const desk = SAMPLE_PATCH.instances.find(one => one.name === 'desk');
    if (!desk) throw new Error('the sample has no desk');
    const left = applyAll(SAMPLE_PATCH, removeRow(SAMPLE_PATCH, desk, 'fader1'));
    expect(left.mappings.some(one => one.from === 'desk.fader1' || one.to === 'desk.fader1')).toBe(false);
  });
});

describe('moveNodes', () => {
  it('leaves out nodes that stand where they were', () => {
    const moves = new Map([
      ['touch', { x: 0, y: 0 }],
      ['apc', { x: 10.4, y: 220 }],
    ]);
    expect(moveNodes(SAMPLE_PATCH, moves)).toEqual([
      { op: 'layout.node', instance: 'apc', layout: { x: 10, y: 220 } },
    ]);
  });
});

describe('paste', () => {
  it('renames instances and the wires among them, and nothing else', () => {
    const clip = copyClip(SAMPLE_PATCH, new Set(['touch', 'desk']));
    if (!clip) throw new Error('nothing was copied');
    expect(clip.mappings).toHaveLength(2);
    const { names, operations } = pasteClip(SAMPLE_PATCH, clip, 1);
    expect(names).toEqual(['touch1', 'desk1']);
    const pasted = applyAll(SAMPLE_PATCH, operations);
    expect(pasted.mappings.slice(-2).map(one => one.from)).toEqual(['touch1./fader/1', 'desk1.fader2']);
    expect(pasted.layout.nodes['touch1']).toEqual({ x: 40, y: 40 });
  });
});
