import type { Sound } from '../audio/sound.ts';
import { gainOf, rmsOf, withoutClipping } from '../dsp/level.ts';
import type { Parameters } from '../module/sound-module.ts';
import { choiceSpec, numberSpec } from '../module/spec.ts';

/** Parameters that the generators share: they replace the sound or are added to it. */
export const SIGNAL_PARAMETERS = [
  choiceSpec(
    'mode',
    'Mode',
    'Take the place of the sound, or be added to it.',
    {
      replace: 'Replace',
      add: 'Add',
    },
    { default: 'replace' },
  ),
  numberSpec('level', 'Level', 'RMS of the new signal; 0 dB is full scale.', {
    unit: 'dBFS',
    min: -200,
    max: 0,
    default: -20,
    knob: { min: -60, max: 0, unit: 'dBFS' },
  }),
  numberSpec(
    'snr',
    'Signal to noise',
    'When adding: RMS of the sound over that of the new signal; counts before the level.',
    {
      unit: 'dB',
      min: -120,
      max: 120,
      knob: { min: -20, max: 40, unit: 'dB' },
    },
  ),
];

/** Bring a signal to its level and put it in the place of the sound, or on top of it, in every channel. */
export function applySignal(sound: Sound, signal: Float64Array, parameters: Parameters): Sound {
  const { mode, level, snr } = parameters as { mode: string; level: number; snr?: number };
  const wanted = mode === 'add' && snr !== undefined ? rmsOf(sound.channels) / gainOf(snr) : gainOf(level);
  const now = rmsOf([signal]);
  const factor = now === 0 ? 0 : wanted / now;
  const channels = sound.channels.map(channel =>
    mode === 'add'
      ? channel.map((value, i) => value + factor * (signal[i] as number))
      : signal.map(value => value * factor),
  );
  return withoutClipping({ rate: sound.rate, channels });
}
