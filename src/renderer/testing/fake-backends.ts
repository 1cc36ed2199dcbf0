import type { BackendFamily, BackendManifest } from '../../shared/plugin/backend.ts';
import type { OptionSpec } from '../../shared/plugin/option.ts';

function backend(
  name: string,
  title: string,
  family: BackendFamily,
  summary: string,
  examples: readonly string[],
  options: readonly OptionSpec[] = [],
): BackendManifest {
  return {
    kind: 'backend',
    name,
    title,
    family,
    summary,
    options,
    channels: {
      help: 'As in the examples.',
      examples: examples.map(channel => ({ channel, meaning: channel })),
    },
  };
}

const OSC_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'bind',
    label: 'Listen on',
    help: 'Address and port.',
    kind: 'text',
    placeholder: '127.0.0.1 8000',
  },
  { name: 'destination', label: 'Send to', help: 'Address and port, or learn.', kind: 'text' },
  {
    name: 'rate',
    label: 'Most messages',
    help: 'A second.',
    kind: 'number',
    default: 500,
    unit: '1/s',
    advanced: true,
  },
  { name: 'quiet', label: 'Quiet', help: 'Log nothing.', kind: 'boolean', default: false },
];

export const FAKE_BACKENDS: readonly BackendManifest[] = [
  {
    ...backend(
      'osc',
      'Open Sound Control',
      'osc',
      'Messages over UDP.',
      ['/fader/1', '/mix/1/level'],
      OSC_OPTIONS,
    ),
    freeOptions: {
      pattern: '^/',
      label: 'Patterns',
      help: 'Types and ranges.',
      placeholder: '/fader = f 0 1',
    },
  },
  backend('panel', 'Control panel', 'virtual', 'Faders, buttons and pads on the screen.', [
    'fader1',
    'xy1.x',
  ]),
  backend('loopback', 'Loopback', 'virtual', 'What goes in comes out.', ['a', 'b']),
  backend('midi', 'MIDI', 'midi', 'Controllers, keyboards, consoles.', ['ch0.cc7', 'ch0.note60']),
  backend('artnet', 'Art-Net', 'dmx', 'DMX universes over Ethernet.', ['1', '1+2', '1.16']),
  backend('mqtt', 'MQTT', 'network', 'Topics of a broker.', ['/room/light']),
  backend('javascript', 'Handler (JavaScript)', 'script', 'Channels in, channels out, your code between.', [
    'speed',
  ]),
];
