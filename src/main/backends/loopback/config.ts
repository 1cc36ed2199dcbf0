import type { BackendManifest } from '../../../shared/plugin/backend.ts';

export const loopbackManifest: BackendManifest = {
  kind: 'backend',
  name: 'loopback',
  title: 'Loopback',
  family: 'virtual',
  summary: 'Names of your own: what goes in comes out again, to gather and to spread wires.',
  options: [],
  // MIDIMonster takes any option here and does nothing with it.
  freeOptions: { pattern: '', label: 'Note', help: 'Options have no effect.' },
  channels: {
    help: 'Any name. What is sent to a channel comes from the channel of the same name.',
    examples: [{ channel: 'master', meaning: 'a point of your own, to join wires at' }],
  },
  limits: ['Wires that lead from a channel back to itself are a loop; it is found and cut.'],
};
