import { EMPTY_PATCH, type PatchDocument } from '../../shared/patch/document.ts';

const wire = (from: string, to: string, off = false) => ({ from, to, both: false, off });

/** A small show, for the development page and for tests. */
export const SAMPLE_PATCH: PatchDocument = {
  ...EMPTY_PATCH,
  instances: [
    {
      name: 'touch',
      backend: 'osc',
      options: { bind: '127.0.0.1 8000' },
      channels: ['/fader/1', '/fader/2'],
    },
    { name: 'apc', backend: 'midi', options: { read: 'APC40' }, channels: [] },
    {
      name: 'desk',
      backend: 'panel',
      options: { 'fader1.title': 'Master', 'label1.text': 'dark|half|full' },
      channels: ['fader1', 'fader2', 'button.go', 'toggle.mute', 'xy1.x', 'xy1.y', 'label1'],
    },
    { name: 'rig', backend: 'artnet', options: { universe: 1 }, channels: ['{1..8}', '20'] },
    { name: 'logic', backend: 'javascript', options: {}, channels: ['speed'] },
  ],
  mappings: [
    wire('apc.ch0.cc{1..8}', 'rig.{1..8}'),
    wire('touch./fader/1', 'desk.fader1'),
    wire('desk.fader1', 'rig.20'),
    wire('touch./fader/2', 'logic.speed', true),
    wire('desk.fader2', 'desk.label1'),
  ],
  layout: {
    nodes: {
      touch: { x: 0, y: 0 },
      apc: { x: 0, y: 220 },
      desk: { x: 400, y: -60 },
      rig: { x: 820, y: 60 },
      logic: { x: 820, y: 280 },
    },
    extra: {},
  },
};

/** A patch of many nodes with two wires each, in a square. */
export function largePatch(count: number): PatchDocument {
  const columns = Math.ceil(Math.sqrt(count * 1.4));
  const names = Array.from({ length: count }, (_, i) => `n${i}`);
  return {
    ...EMPTY_PATCH,
    instances: names.map(name => ({ name, backend: 'osc', options: {}, channels: ['/a', '/b'] })),
    mappings: names.flatMap((name, i) => [
      wire(`${name}./a`, `n${(i + 1) % count}./a`),
      wire(`${name}./b`, `n${(i + columns) % count}./b`),
    ]),
    layout: {
      nodes: Object.fromEntries(
        names.map((name, i) => [name, { x: (i % columns) * 300, y: Math.floor(i / columns) * 160 }]),
      ),
      extra: {},
    },
  };
}
