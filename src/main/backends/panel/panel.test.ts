import { describe, expect, it } from 'vitest';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { panelBackend } from './index.ts';
import type { PanelControl } from './panel.ts';

const backend = await panelBackend.load({} as never);
const controls = (host: FakeHost) => host.instance.request?.('controls', {}) as PanelControl[];

describe('channels', () => {
  it.each([
    ['fader1', 'fader1', 'Fader 1'],
    ['fader01', 'fader1', 'Fader 1'],
    ['fader.volume', 'fader.volume', 'volume'],
    ['button.öffnen-2', 'button.öffnen-2', 'öffnen-2'],
    ['toggle.mute', 'toggle.mute', 'mute'],
    ['xy1.x', 'xy1.x', 'Pad 1 x'],
    ['xy.pan.y', 'xy.pan.y', 'pan y'],
    ['label2', 'label2', 'Label 2'],
  ])('%s is %s', (spelling, name, label) => {
    expect(backend.channel('p', spelling, {})).toMatchObject({ name, label, target: true });
  });
  it.each(['', 'fader', 'knob1', 'xy1', 'fader1.x', 'fader.a b', 'Fader1', 'fader1x', 'xy1.z', 'fader.'])(
    'refuses %j',
    spelling => expect(() => backend.channel('p', spelling, {})).toThrow('Instance "p" has no channel'),
  );
  it.each([
    ['fader1', 'Master'],
    ['fader.volume', 'Volume'],
    ['xy1.x', 'Position x'],
    ['xy.pan.y', 'Pan y'],
    ['fader2', undefined],
    ['toggle1', undefined],
  ])('%s is called %s by its options', (channel, title) => {
    const options = {
      ...{ 'fader01.title': ' Master ', 'fader.volume.title': 'Volume', 'xy1.title': 'Position' },
      ...{ 'xy.pan.title': 'Pan', 'toggle1.title': ' ', 'fader2.unit': 'dB' },
    };
    expect(backend.title?.(channel, options)).toBe(title);
  });
  it('cannot be moved when they are labels', () => {
    expect(backend.channel('p', 'label1', {}).source).toBe(false);
  });
  it('are offered by what was typed', () => {
    const names = (text: string) => backend.suggest(text, {}, 100).map(info => info.name);
    expect(names('fader.vol')).toEqual(['fader.vol']);
    expect(names('xy.pan')).toEqual(['xy.pan.x', 'xy.pan.y']);
    expect(names('tog')).toContain('toggle8');
    expect(backend.suggest('', {}, 5)).toHaveLength(5);
  });
});

describe('a panel', () => {
  it('sends what a hand does, like hardware', async () => {
    const host = await FakeHost.start(panelBackend);
    const fader = host.add('fader1');
    const button = host.add('button.go');
    const label = host.add('label1');
    host.instance.touch?.(fader, 0.25);
    host.instance.touch?.(fader, 7);
    host.instance.touch?.(fader, NaN);
    host.instance.touch?.(button, 0.7);
    host.instance.touch?.(button, 0);
    host.instance.touch?.(label, 1);
    host.instance.touch?.(99, 1);
    expect(host.emitted.map(event => [event.channel, event.value])).toEqual([
      ['fader1', 0.25],
      ['fader1', 1],
      ['button.go', 1],
      ['button.go', 0],
    ]);
    expect(host.counters).toMatchObject({ received: 4, dropped: 3 });
  });

  it('shows what is sent to it, and does not send it on', async () => {
    const host = await FakeHost.start(panelBackend);
    for (const channel of ['fader1', 'toggle.mute', 'xy1.y', 'xy1.x']) host.add(channel);
    host.send(['fader1', 0.5], ['toggle.mute', 0.8], ['xy1.x', 0.1], ['xy1.y', 0.9]);
    expect(host.emitted).toEqual([]);
    expect(controls(host).map(one => [one.control, one.channels.map(channel => channel.value)])).toEqual([
      ['fader1', [0.5]],
      ['toggle.mute', [1]],
      ['xy1', [0.1, 0.9]],
    ]);
  });

  it('keeps its values when its options change or a channel goes for a while', async () => {
    const host = await FakeHost.start(panelBackend);
    const fader = host.add('fader1');
    host.instance.touch?.(fader, 0.5);
    expect(
      host.instance.configure?.({ 'fader1.title': 'Master', 'fader1.unit': 'dB', 'fader1.min': -60 }),
    ).toBe(true);
    host.instance.removeChannel(fader);
    expect(controls(host)).toEqual([]);
    host.add('fader1');
    expect(controls(host)).toEqual([
      {
        control: 'fader1',
        kind: 'fader',
        title: 'Master',
        unit: 'dB',
        min: -60,
        channels: [{ channel: 'fader1', axis: undefined, value: 0.5 }],
      },
    ]);
  });

  it('reads its settings, and names those that make no sense', async () => {
    const host = await FakeHost.start(panelBackend, {
      options: {
        'label01.text': 'Stopped | Playing',
        'label1.color': '#FF8800',
        'fader.öl.unit': '%',
        'fader.vol.min': '-60',
        'fader.vol.max': 'loud',
        'fader1.colour': '#ffffff',
        'toggle1.color': 'red',
      },
    });
    host.add('label1');
    host.add('fader.vol');
    expect(controls(host)).toMatchObject([
      { texts: ['Stopped', 'Playing'], color: '#ff8800' },
      { min: -60, title: 'vol' },
    ]);
    expect(
      host.problems.standing.map(problem => [
        problem.code,
        'option' in problem.place && problem.place.option,
      ]),
    ).toEqual([
      ['backend.unknown-option', 'fader1.colour'],
      ['backend.bad-option', 'fader.vol.max'],
      ['backend.bad-option', 'toggle1.color'],
    ]);
  });

  it('refuses unknown requests', async () => {
    const host = await FakeHost.start(panelBackend);
    expect(() => host.instance.request?.('explode', {})).toThrow('controls');
  });
});
