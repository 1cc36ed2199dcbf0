import { mapChannels } from '../audio/sound.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';

export const about: ModuleAbout = {
  title: 'Time reverse',
  summary: 'Plays the sound backwards.',
  version: '1',
  parameters: [],
};

export const process_time_reverse: ProcessSound = (inFilename, _parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  tools.writeSound(
    outFilename,
    mapChannels(sound, channel => channel.toReversed()),
  );
  return outFilename;
};
