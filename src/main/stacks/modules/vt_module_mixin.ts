import { lengthOf, type Sound } from '../audio/sound.ts';
import { gainOf, withoutClipping } from '../dsp/level.ts';
import { resample } from '../dsp/resample.ts';
import { badParameter } from '../module/check-parameters.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { choiceSpec, numbersSpec, sourceSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Mix in',
  summary: 'Adds another sound, or the result of another query, to this one.',
  version: '1',
  parameters: [
    sourceSpec('file', 'Sound', 'A sound file or a query.', { required: true }),
    numbersSpec('levels', 'Levels', 'Of this sound and of the other.', { unit: 'dB', default: [0, 0] }),
    numbersSpec('pad', 'Padding', 'Silence before and after this sound, before and after the other.', {
      unit: 's',
      min: 0,
      max: 600,
      default: [0, 0, 0, 0],
    }),
    choiceSpec(
      'align',
      'Align',
      'Where the shorter one lies.',
      { left: 'Left', center: 'Centre', right: 'Right' },
      {
        default: 'left',
      },
    ),
  ],
  check: ({ levels, pad }) => {
    if ((levels as readonly number[]).length !== 2)
      throw badParameter('mixin', 'levels', 'has to be two numbers');
    if ((pad as readonly number[]).length !== 4) throw badParameter('mixin', 'pad', 'has to be four numbers');
  },
};

export const process_mixin: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const [levelA = 0, levelB = 0] = parameters.levels as readonly number[];
  const [beforeA = 0, afterA = 0, beforeB = 0, afterB = 0] = parameters.pad as readonly number[];
  const read = [tools.readSound(inFilename), tools.readSound(parameters.file as string)] as const;
  const rate = Math.max(read[0].rate, read[1].rate);
  const a = placed(read[0], rate, gainOf(levelA), beforeA, afterA);
  tools.progress(0.4);
  const b = placed(read[1], rate, gainOf(levelB), beforeB, afterB);
  tools.progress(0.8);
  tools.writeSound(outFilename, withoutClipping(mix(a, b, parameters.align as string)));
  return outFilename;
};

/** A sound at the common rate, with its level and its silence around it. */
function placed(sound: Sound, rate: number, gain: number, before: number, after: number): Sound {
  const channels = sound.channels.map(channel => {
    const at = resample(channel, sound.rate, rate);
    const start = Math.trunc(before * rate);
    const longer = new Float64Array(start + at.length + Math.trunc(after * rate));
    for (let i = 0; i < at.length; i++) longer[start + i] = gain * (at[i] as number);
    return longer;
  });
  return { rate, channels };
}

/** The sum. A mono sound is added to every channel of the other; else both need as many channels. */
function mix(a: Sound, b: Sound, align: string): Sound {
  const count = Math.max(a.channels.length, b.channels.length);
  if (Math.min(a.channels.length, b.channels.length) !== 1 && a.channels.length !== b.channels.length) {
    const reason = `has ${b.channels.length} channels where the sound has ${a.channels.length}`;
    throw badParameter('mixin', 'file', reason);
  }
  const length = Math.max(lengthOf(a), lengthOf(b));
  const channels = Array.from({ length: count }, (_, c) => {
    const sum = new Float64Array(length);
    for (const sound of [a, b]) addTo(sum, sound.channels[c] ?? sound.channels[0], align);
    return sum;
  });
  return { rate: a.rate, channels };
}

function addTo(sum: Float64Array, channel: Float64Array | undefined, align: string): void {
  if (!channel) return;
  const room = sum.length - channel.length;
  const at = align === 'left' ? 0 : align === 'right' ? room : Math.trunc(room / 2);
  for (let i = 0; i < channel.length; i++) sum[at + i] = (sum[at + i] as number) + (channel[i] as number);
}
