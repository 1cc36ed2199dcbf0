import { lengthOf } from '../audio/sound.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { numberSpec } from '../module/spec.ts';
import { applySignal, SIGNAL_PARAMETERS } from './add-signal.ts';

export const about: ModuleAbout = {
  title: 'Tone',
  summary: 'A sine tone as long as the sound, in its place or added to it.',
  version: '1',
  parameters: [
    numberSpec('f', 'Frequency', 'Of the tone.', {
      unit: 'Hz',
      min: 0,
      max: 192_000,
      default: 1000,
      knob: { min: 50, max: 8000, unit: 'Hz' },
    }),
    numberSpec('phase', 'Phase', 'At the start; 0 is a rising zero crossing.', { unit: '°', default: 0 }),
    ...SIGNAL_PARAMETERS,
  ],
};

export const process_tone: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  const { f, phase } = parameters as { f: number; phase: number };
  const step = (2 * Math.PI * f) / sound.rate;
  const start = (phase * Math.PI) / 180;
  const tone = Float64Array.from({ length: lengthOf(sound) }, (_, i) => Math.sin(start + step * i));
  tools.writeSound(outFilename, applySignal(sound, tone, parameters));
  return outFilename;
};
