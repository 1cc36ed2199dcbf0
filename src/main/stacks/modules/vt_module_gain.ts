import { gainOf, peakOf, rmsOf, scaled } from '../dsp/level.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { badParameter } from '../module/check-parameters.ts';
import { numberSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Gain',
  summary: 'Makes the sound louder or softer, by an amount or to a level.',
  version: '1',
  parameters: [
    numberSpec('db', 'Gain', 'Change of level.', {
      unit: 'dB',
      initial: 0,
      min: -200,
      max: 200,
      knob: { min: -40, max: 20, unit: 'dB' },
    }),
    numberSpec('rms', 'RMS level', 'Bring the root mean square of all channels here; 0 dB is full scale.', {
      unit: 'dBFS',
      min: -200,
      max: 20,
      knob: { min: -60, max: 0, unit: 'dBFS' },
    }),
    numberSpec('peak', 'Peak level', 'Bring the largest sample here; 0 dB is full scale.', {
      unit: 'dBFS',
      min: -200,
      max: 20,
      knob: { min: -60, max: 0, unit: 'dBFS' },
    }),
  ],
  check: parameters => {
    const given = ['db', 'rms', 'peak'].filter(name => parameters[name] !== undefined);
    if (given.length !== 1)
      throw badParameter('gain', 'db', "or 'rms' or 'peak' has to be given, exactly one of them");
  },
};

export const process_gain: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  const { db, rms, peak } = parameters as { db?: number; rms?: number; peak?: number };
  const now = rms !== undefined ? rmsOf(sound.channels) : peak !== undefined ? peakOf(sound.channels) : 1;
  // Silence has no level that could be brought anywhere.
  const factor = now === 0 ? 1 : gainOf(db ?? rms ?? peak ?? 0) / now;
  tools.writeSound(outFilename, scaled(sound, factor));
  return outFilename;
};
