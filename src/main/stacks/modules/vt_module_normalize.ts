import { mapChannels } from '../audio/sound.ts';
import { gainOf, peakOf, rmsOf, scaled } from '../dsp/level.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { booleanSpec, choiceSpec, numberSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Normalize',
  summary: 'Takes out the offset and brings the sound to a level, without letting it clip.',
  version: '1',
  parameters: [
    choiceSpec(
      'by',
      'Measure',
      'What is brought to the level.',
      { peak: 'Peak', rms: 'RMS' },
      { default: 'peak' },
    ),
    numberSpec('level', 'Level', '0 dB is full scale.', {
      unit: 'dBFS',
      min: -120,
      max: 0,
      default: -1,
      knob: { min: -40, max: 0, unit: 'dBFS' },
    }),
    booleanSpec('remove_offset', 'Remove offset', 'Subtract the mean of each channel first.', {
      default: true,
    }),
  ],
};

export const process_normalize: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const read = tools.readSound(inFilename);
  const sound = parameters.remove_offset === true ? mapChannels(read, centred) : read;
  const now = parameters.by === 'rms' ? rmsOf(sound.channels) : peakOf(sound.channels);
  const wanted = now === 0 ? 1 : gainOf(parameters.level as number) / now;
  const peak = peakOf(sound.channels);
  // A target by RMS may ask for more than fits; the peak is the limit then.
  const factor = peak * wanted > 1 ? 1 / peak : wanted;
  tools.writeSound(outFilename, scaled(sound, factor));
  return outFilename;
};

function centred(channel: Float64Array): Float64Array {
  const mean = channel.reduce((sum, value) => sum + value, 0) / Math.max(1, channel.length);
  return channel.map(value => value - mean);
}
