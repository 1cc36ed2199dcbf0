import { lengthOf, mapChannels } from '../audio/sound.ts';
import { badParameter } from '../module/check-parameters.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { booleanSpec, numberSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Slice',
  summary: 'Cuts a piece out of the sound.',
  version: '1',
  parameters: [
    numberSpec('start', 'Start', 'Where the piece begins.', { unit: 's', min: 0, default: 0 }),
    numberSpec('end', 'End', 'Where it ends; 0 is the end of the sound, a negative time counts from there.', {
      unit: 's',
      default: 0,
    }),
    booleanSpec(
      'end_inclusive',
      'Include the end',
      'Keep the sample at the end too: the piece is one sample longer, as VTServer cuts it.',
      { default: false },
    ),
  ],
};

export const process_slice: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  const { start, end } = parameters as { start: number; end: number };
  const length = lengthOf(sound);
  const first = Math.round(start * sound.rate);
  const extra = parameters.end_inclusive === true && end !== 0 ? 1 : 0;
  const last =
    end === 0 ? Math.max(length, first) : Math.round(end * sound.rate) + (end < 0 ? length : 0) + extra;
  if (last < first) throw badParameter('slice', 'start', `(${start} s) is behind the end (${end} s)`);
  // What lies behind the end of the sound is silence.
  const piece = mapChannels(sound, channel => {
    const cut = new Float64Array(Math.max(1, last - first));
    cut.set(channel.subarray(first, last));
    return cut;
  });
  tools.writeSound(outFilename, piece);
  return outFilename;
};
