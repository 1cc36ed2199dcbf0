import { choosePieces, readGibberish } from '../gibberish/choose-files.ts';
import { makeGibberish } from '../gibberish/make-gibberish.ts';
import { withoutClipping } from '../dsp/level.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { booleanSpec, jsonSpec, numberSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Gibberish',
  summary: 'Babble out of random pieces of the sounds in a folder; the same seed gives the same babble.',
  version: '1',
  parameters: [
    jsonSpec('seed', 'Seed', 'A number or a word.', { required: true, initial: 1 }),
    numberSpec('total_dur', 'Duration', 'Of the whole.', {
      unit: 's',
      min: 0.01,
      max: 3600,
      required: true,
      initial: 2,
    }),
    numberSpec('chunk_dur_min', 'Shortest piece', '', {
      unit: 's',
      min: 0.01,
      max: 600,
      required: true,
      initial: 0.1,
    }),
    numberSpec('chunk_dur_max', 'Longest piece', '', {
      unit: 's',
      min: 0.01,
      max: 600,
      required: true,
      initial: 0.3,
    }),
    numberSpec('ramp', 'Ramp', 'Of each piece, at both ends.', { unit: 's', min: 0, max: 10, default: 0.05 }),
    booleanSpec('prevent_chunk_overlap', 'No overlap', 'A piece does not repeat part of the one before.', {
      default: true,
    }),
    numberSpec('force_fs', 'Rate', 'Absent: that of the first piece.', { unit: 'Hz', min: 0, max: 384_000 }),
    numberSpec('force_nb_channels', 'Channels', 'Absent: as many as the first piece has.', {
      min: 0,
      max: 64,
    }),
    jsonSpec('files', 'Files', 'Names in the folder; absent: all sounds of it.'),
    jsonSpec('shell_pattern', 'Pattern', '{"include": "*.wav", "exclude": "x*"} or one pattern to include.'),
    jsonSpec('re_pattern', 'Regular expression', '{"include": "^a", "exclude": "b$"} or one to include.'),
    jsonSpec('stack', 'Stack', 'Modules that every file goes through first.'),
  ],
  check: parameters => void readGibberish(parameters),
  sources: choosePieces,
};

export const process_gibberish: ProcessSound = (_inFilename, parameters, outFilename, tools) => {
  const sound = makeGibberish(readGibberish(parameters), tools);
  tools.writeSound(outFilename, withoutClipping(sound));
  return outFilename;
};
