import { lengthOf } from '../audio/sound.ts';
import { type Random, randomFrom } from '../dsp/random.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { choiceSpec, jsonSpec } from '../module/spec.ts';
import { applySignal, SIGNAL_PARAMETERS } from './add-signal.ts';

export const about: ModuleAbout = {
  title: 'Noise',
  summary:
    'White or pink noise as long as the sound, in its place or added to it; the same seed gives the same noise.',
  version: '1',
  parameters: [
    jsonSpec('seed', 'Seed', 'Any number or word.', { default: 1 }),
    choiceSpec(
      'color',
      'Colour',
      'White has the same power at every frequency, pink in every octave.',
      {
        white: 'White',
        pink: 'Pink',
      },
      { default: 'white' },
    ),
    ...SIGNAL_PARAMETERS,
  ],
};

export const process_noise: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  const random = randomFrom(parameters.seed);
  const noise = parameters.color === 'pink' ? pink(random, lengthOf(sound)) : white(random, lengthOf(sound));
  tools.writeSound(outFilename, applySignal(sound, noise, parameters));
  return outFilename;
};

function white(random: Random, length: number): Float64Array {
  return Float64Array.from({ length }, () => random.normal());
}

/** Rows of random values that change half, a quarter, an eighth... as often (Voss 1978, in McCartney's order). */
function pink(random: Random, length: number): Float64Array {
  const rows = Float64Array.from({ length: 16 }, () => random.normal());
  let sum = rows.reduce((total, value) => total + value, 0);
  return Float64Array.from({ length }, (_, i) => {
    const row = Math.min(15, i === 0 ? 15 : 31 - Math.clz32(i & -i));
    sum -= rows[row] as number;
    rows[row] = random.normal();
    sum += rows[row] as number;
    return sum + random.normal();
  });
}
