import { mapChannels } from '../audio/sound.ts';
import { fade, type FadeShape } from '../dsp/fade.ts';
import { badParameter } from '../module/check-parameters.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { choiceSpec, numbersSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Ramp',
  summary: 'Fades the sound in and out.',
  version: '1',
  parameters: [
    numbersSpec('duration', 'Duration', 'Of both ramps, or of the one at the start and the one at the end.', {
      unit: 's',
      min: 0,
      max: 600,
      required: true,
      initial: 0.05,
    }),
    choiceSpec(
      'shape',
      'Shape',
      'How the level moves.',
      { linear: 'Linear', cosine: 'Cosine' },
      {
        default: 'linear',
      },
    ),
  ],
  check: parameters => {
    if ((parameters.duration as readonly number[]).length > 2) {
      throw badParameter('ramp', 'duration', 'has more than two numbers');
    }
  },
};

export const process_ramp: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  const [on = 0, off = on] = parameters.duration as readonly number[];
  const ramped = mapChannels(sound, channel => {
    const copy = channel.slice();
    const shape = parameters.shape as FadeShape;
    fade(copy, Math.trunc(on * sound.rate), Math.trunc(off * sound.rate), shape);
    return copy;
  });
  tools.writeSound(outFilename, ramped);
  return outFilename;
};
