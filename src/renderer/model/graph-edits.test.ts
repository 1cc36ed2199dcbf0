import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyAll, applyEdit } from '../../shared/patch/apply.ts';
import { checkOperation } from '../../shared/patch/check.ts';
import { documents } from '../../shared/patch/testing/arbitraries.ts';
import { instanceNameFault } from '../../shared/signal/channel-ref.ts';
import { SAMPLE_PATCH } from '../testing/sample-patch.ts';
import { copyClip, pasteClip } from './clipboard.ts';
import { connect, freeName, moveNodes, removeAll, removeRow } from './graph-edits.ts';

describe('freeName', () => {
  it('counts on from the number at the end', () => {
    expect(freeName('osc', new Set())).toBe('osc1');
    expect(freeName('osc1', new Set(['osc1', 'osc2']))).toBe('osc3');
  });
  it('ends, and stays a name, however long the name or its number is', () => {
    const long = 'x'.repeat(64);
    const copy = freeName(long, new Set([long]));
    expect(instanceNameFault(copy)).toBeUndefined();
    expect(freeName(long, new Set([long, copy]))).toBe(`${'x'.repeat(63)}2`);
    const past = 'a9007199254740992';
    expect(freeName(past, new Set([past]))).toBe('a9007199254740993');
    const full = `a${'9'.repeat(63)}`;
    expect(instanceNameFault(freeName(full, new Set([full])))).toBeUndefined();
  });
});

describe('removeAll', () => {
  it('takes an instance away with its wires and its place', () => {
    const left = applyAll(SAMPLE_PATCH, removeAll(SAMPLE_PATCH, new Set(['desk']), new Set()));
    expect(left.instances.map(one => one.name)).not.toContain('desk');
    expect(left.mappings.some(one => `${one.from} ${one.to}`.includes('desk'))).toBe(false);
    expect(left.layout.nodes).not.toHaveProperty('desk');
  });
  it('takes what is kept for an instance away too, and nothing of others', () => {
    const layout = {
      ...SAMPLE_PATCH.layout,
      extra: { desk: 1, 'desk/fader1': 2, 'desks/fader1': 3, touch: 4 },
    };
    const document = { ...SAMPLE_PATCH, layout };
    const { document: left } = applyEdit(
      document,
      removeAll(document, new Set(['desk']), new Set()),
      checkOperation,
    );
    expect(left.layout.extra).toEqual({ 'desks/fader1': 3, touch: 4 });
  });
  it('always leaves a patch that loses no instance but those removed', () => {
    fc.assert(
      fc.property(documents, document => {
        const gone = new Set(document.instances.slice(0, 2).map(one => one.name));
        const after = applyEdit(document, removeAll(document, gone, new Set()), checkOperation).document;
        expect(after.instances).toEqual(document.instances.slice(2));
      }),
    );
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
