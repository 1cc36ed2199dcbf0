import { concatenate } from '../audio/concatenate.ts';
import { badParameter } from '../module/check-parameters.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { booleanSpec, sourcesSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Concatenate',
  summary: 'Puts further sounds, or results of queries, behind this one.',
  version: '1',
  parameters: [
    sourcesSpec('files', 'Sounds', 'Sound files or queries, in order.', { required: true }),
    booleanSpec('before', 'In front', 'Put them in front of this sound instead.', { default: false }),
  ],
  check: ({ files }) => {
    if (!Array.isArray(files) || files.length === 0)
      throw badParameter('concat', 'files', 'has to be a list of sounds');
  },
};

export const process_concat: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const files = parameters.files as readonly string[];
  const order = parameters.before === true ? [...files, inFilename] : [inFilename, ...files];
  tools.writeSound(outFilename, concatenate(order.map(file => [file, tools.readSound(file)])));
  return outFilename;
};
