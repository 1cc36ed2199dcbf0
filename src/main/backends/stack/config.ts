import type { BackendManifest } from '../../../shared/plugin/backend.ts';

export const stackManifest = {
  kind: 'backend',
  name: 'stack',
  title: 'Sound stack',
  family: 'sound',
  summary: 'A sound through a stack of modules, computed again when a knob moves, and played at a touch.',
  options: [
    {
      name: 'file',
      label: 'Sound',
      help: 'A sound file, relative to the patch. Several are put one behind the other.',
      kind: 'file',
      repeat: true,
    },
    {
      name: 'stack',
      label: 'Stack',
      help: 'Modules in order, as JSON: [{"module": "world", "f0": "+3st"}, {"module": "ramp", "duration": 0.05}].',
      kind: 'code',
      default: '[]',
    },
    {
      name: 'output',
      label: 'Output',
      help: 'Also write each result to this file, relative to the patch; its extension says the format.',
      kind: 'file',
      placeholder: 'result.wav',
    },
    {
      name: 'prepare',
      label: 'Prepare',
      help: 'Compute the next result as soon as a parameter has come to rest, so that it is ready when it is played.',
      kind: 'boolean',
      default: true,
    },
    {
      name: 'cache',
      label: 'Keep results',
      help: 'How long a result is kept after its last use.',
      kind: 'number',
      default: 730,
      min: 0,
      unit: 'h',
      advanced: true,
    },
  ],
  freeOptions: {
    pattern: '^[a-z0-9_-]+\\.[a-zA-Z0-9_-]+$',
    label: 'Range of a parameter',
    help: 'What 0 and 1 of a parameter channel mean, for example world.f0 = -12 12.',
    placeholder: '-12 12',
  },
  channels: {
    help: 'A trigger, a report, or MODULE.PARAMETER; a second module of the same name is MODULE2.PARAMETER.',
    examples: [
      { channel: 'run', meaning: 'compute the result' },
      { channel: 'play', meaning: 'play the result in the window; computed first when it is not ready' },
      { channel: 'stop', meaning: 'stop playing' },
      { channel: 'cancel', meaning: 'give up computing' },
      { channel: 'level', meaning: 'loudness of playing, 1 is as computed' },
      { channel: 'progress', meaning: 'how far the computation is' },
      { channel: 'done', meaning: '1 when a result is there, 0 when the next is begun' },
      { channel: 'failed', meaning: '1 when there is no result, 0 when the next is begun' },
      { channel: 'world.f0', meaning: 'the pitch, from -24 to 24 semitones' },
    ],
  },
  limits: [
    'Sounds are played by the window; without one, the name of each result stands in the log and in `output`.',
    "A parameter of your own module has the range of its knob, or 0 to 1; set another with an option of the parameter's name.",
  ],
} as const satisfies BackendManifest;
