import { describe, expect, it } from 'vitest';
import { graphView } from '../../model/graph-view.ts';
import { SAMPLE_PATCH } from '../../testing/sample-patch.ts';
import { labelText, nextControl, type PanelControl, panelControls, scaled } from './panel-controls.ts';

const desk = () => {
  const view = graphView(SAMPLE_PATCH).get('desk');
  if (!view) throw new Error('the sample has no desk');
  return view;
};

describe('panelControls', () => {
  it('makes one pad of its two axes and reads the settings', () => {
    const { controls, others } = panelControls(desk());
    expect(controls.map(one => one.id)).toEqual([
      'fader1',
      'fader2',
      'button.go',
      'toggle.mute',
      'xy1',
      'label1',
    ]);
    expect(controls.find(one => one.id === 'xy1')?.specs).toEqual(['xy1.x', 'xy1.y']);
    expect(controls[0]?.title).toBe('Master');
    expect(controls.find(one => one.id === 'button.go')?.title).toBe('go');
    expect(others).toEqual([]);
  });
  it('leaves bundles and what is misspelled as rows', () => {
    const view = {
      ...desk(),
      rows: [{ spec: 'fader{1..4}', count: 4, source: false, target: false, declared: true }],
    };
    expect(panelControls(view)).toEqual({ controls: [], others: ['fader{1..4}'] });
  });
});

describe('what a control shows', () => {
  const control = (part: Partial<PanelControl>): PanelControl => ({
    id: 'x',
    kind: 'fader',
    title: 'x',
    color: undefined,
    min: 0,
    max: 1,
    unit: '',
    texts: [],
    specs: [],
    ...part,
  });
  it('uses its own scale', () => {
    expect(scaled(control({}), 0.5)).toBe('0.500');
    expect(scaled(control({ min: -60, max: 0, unit: 'dB' }), 0.5)).toBe('-30 dB');
    expect(scaled(control({}), NaN)).toBe('–');
  });
  it('shares the range among the texts of a label', () => {
    const label = control({ texts: ['dark', 'half', 'full'] });
    expect([0, 0.34, 1, NaN].map(value => labelText(label, value))).toEqual(['dark', 'half', 'full', 'dark']);
  });
});

describe('nextControl', () => {
  it('takes the first free number', () => {
    expect(nextControl('fader', ['fader1', 'fader3'])).toEqual(['fader2']);
    expect(nextControl('xy', ['xy1.x'])).toEqual(['xy2.x', 'xy2.y']);
  });
});
