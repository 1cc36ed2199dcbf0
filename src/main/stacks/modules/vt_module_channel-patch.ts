import { fail } from '../../../shared/error/coded-error.ts';
import { channelOf } from '../audio/sound.ts';
import { badParameter } from '../module/check-parameters.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { numbersSpec } from '../module/spec.ts';

const MOST_CHANNELS = 64;

export const about: ModuleAbout = {
  title: 'Channel patch',
  summary: 'Puts a mono sound on several channels, each with its own factor.',
  version: '1',
  parameters: [
    numbersSpec('coefs', 'Factors', 'One per channel of the result: 1 is unchanged, 0 silent, -1 inverted.', {
      required: true,
      initial: [1, 1],
    }),
  ],
  check: parameters => {
    const count = (parameters.coefs as readonly number[]).length;
    if (count < 1 || count > MOST_CHANNELS) {
      throw badParameter(
        'channel-patch',
        'coefs',
        `has ${count} numbers; 1 to ${MOST_CHANNELS} are possible`,
      );
    }
  },
};

export const process_channel_patch: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  if (sound.channels.length !== 1) {
    throw fail('stack.mono-only', { module: 'channel-patch', channels: sound.channels.length });
  }
  const mono = channelOf(sound, 0);
  const coefs = parameters.coefs as readonly number[];
  const channels = coefs.map(coef => mono.map(value => value * coef));
  tools.writeSound(outFilename, { rate: sound.rate, channels });
  return outFilename;
};
