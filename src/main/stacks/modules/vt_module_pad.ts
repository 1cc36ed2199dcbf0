import { mapChannels } from '../audio/sound.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { numberSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Pad',
  summary: 'Adds silence before and after the sound.',
  version: '1',
  parameters: [
    numberSpec('before', 'Before', 'Silence in front.', {
      unit: 's',
      min: 0,
      max: 600,
      default: 0,
      knob: { min: 0, max: 5, unit: 's' },
    }),
    numberSpec('after', 'After', 'Silence behind.', {
      unit: 's',
      min: 0,
      max: 600,
      default: 0,
      knob: { min: 0, max: 5, unit: 's' },
    }),
  ],
};

export const process_pad: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  const before = Math.trunc((parameters.before as number) * sound.rate);
  const after = Math.trunc((parameters.after as number) * sound.rate);
  const padded = mapChannels(sound, channel => {
    const longer = new Float64Array(before + channel.length + after);
    longer.set(channel, before);
    return longer;
  });
  tools.writeSound(outFilename, padded);
  return outFilename;
};
