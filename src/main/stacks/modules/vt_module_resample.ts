import { resample } from '../dsp/resample.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { numberSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Resample',
  summary: 'Changes the sampling rate; pitch and length stay.',
  version: '1',
  parameters: [
    numberSpec('fs', 'Rate', 'Samples a second.', {
      unit: 'Hz',
      min: 1000,
      max: 384_000,
      step: 1,
      required: true,
      initial: 44_100,
    }),
  ],
};

export const process_resample: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  const rate = Math.round(parameters.fs as number);
  const channels = sound.channels.map((channel, i) => {
    tools.progress(i / sound.channels.length);
    return resample(channel, sound.rate, rate);
  });
  tools.writeSound(outFilename, { rate, channels });
  return outFilename;
};
