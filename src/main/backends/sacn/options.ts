import { detectOption, INTERFACE_OPTION, mergeOption, rateOptions } from '../../../shared/dmx/options.ts';
import type { OptionSpec } from '../../../shared/plugin/option.ts';
import { MAX_UNIVERSE, MIN_UNIVERSE } from './codec.ts';

export const GLOBALS = [
  {
    name: 'name',
    label: 'Source name',
    help: 'The name that receivers show.',
    kind: 'text',
    default: 'Crosspatch',
  },
  {
    name: 'cid',
    label: 'Source identifier',
    help: 'A UUID or 16 bytes. When empty, this computer makes one and keeps it.',
    kind: 'text',
    placeholder: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
    advanced: true,
  },
  {
    name: 'bind',
    label: 'Listen on',
    help: 'HOST [PORT] [local]. The first line is interface 0. 0.0.0.0 listens on every network; without a line only this computer is heard. "local": other programs on this computer hear our multicast too.',
    kind: 'text',
    repeat: true,
    placeholder: '0.0.0.0 5568',
  },
  detectOption('source'),
  {
    name: 'discover',
    label: 'Universe discovery',
    help: 'Tell others every 10 seconds which universes are sent, and listen to what they tell.',
    kind: 'boolean',
    default: true,
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export const OPTIONS = [
  {
    name: 'universe',
    label: 'Universe',
    help: 'From 1 to 63999.',
    kind: 'number',
    default: 1,
    min: MIN_UNIVERSE,
    max: MAX_UNIVERSE,
  },
  {
    name: 'priority',
    label: 'Priority',
    help: 'Needed for output: receivers take the source with the highest priority, 0 to 200. 100 is usual.',
    kind: 'number',
    min: 0,
    max: 200,
    placeholder: '100',
  },
  {
    name: 'destination',
    label: 'Send to',
    help: 'HOST [PORT] of one receiver. When empty, all receivers are reached by multicast.',
    kind: 'text',
  },
  INTERFACE_OPTION,
  {
    name: 'from',
    label: 'Only from source',
    help: 'Identifier of the only source that counts: a UUID or 16 bytes.',
    kind: 'text',
    advanced: true,
  },
  {
    name: 'unicast',
    label: 'Unicast only',
    help: 'Do not join the multicast group of the universe.',
    kind: 'boolean',
    default: false,
    advanced: true,
  },
  ...rateOptions('receivers', { default: 900, most: 2000 }),
  mergeOption('sources', 'When sources have the same priority'),
  {
    name: 'preview',
    label: 'Take preview data',
    help: 'Data that is marked as preview is for visualisers, not for a live stage. On takes it all the same.',
    kind: 'boolean',
    default: false,
    advanced: true,
  },
  {
    name: 'send-preview',
    label: 'Send as preview',
    help: 'Mark what is sent as preview data.',
    kind: 'boolean',
    default: false,
    advanced: true,
  },
  {
    name: 'sync',
    label: 'Synchronise on',
    help: 'Universe for synchronisation packets, so that receivers show several universes at the same time. 0 for none.',
    kind: 'number',
    default: 0,
    min: 0,
    max: MAX_UNIVERSE,
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];
