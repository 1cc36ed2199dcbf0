import { mapChannels } from '../audio/sound.ts';
import { type Band, butterworth } from '../dsp/butterworth.ts';
import { filterBothWays, filterOnce } from '../dsp/cascade-filter.ts';
import { badParameter } from '../module/check-parameters.ts';
import type { ModuleAbout, Parameters, ProcessSound } from '../module/sound-module.ts';
import { booleanSpec, choiceSpec, numberSpec, numbersSpec } from '../module/spec.ts';

export const about: ModuleAbout = {
  title: 'Filter',
  summary: 'A Butterworth filter: low-pass, high-pass, band-pass or notch.',
  version: '1',
  parameters: [
    choiceSpec(
      'type',
      'Type',
      'What is let through; a notch takes a band out.',
      { low: 'Low-pass', high: 'High-pass', band: 'Band-pass', notch: 'Notch' },
      { required: true, initial: 'low' },
    ),
    numbersSpec('f', 'Frequency', 'The cut-off, 3 dB down; the lower and the upper one of a band.', {
      unit: 'Hz',
      min: 0.01,
      required: true,
      initial: 1000,
      knob: { min: 50, max: 8000, unit: 'Hz' },
    }),
    numberSpec('order', 'Order', 'Of one pass: 6 dB an octave each.', {
      min: 1,
      max: 12,
      step: 1,
      default: 4,
    }),
    booleanSpec('zero_phase', 'Zero phase', 'Filter forwards and backwards: no delay, twice the slope.', {
      default: true,
    }),
  ],
  check: parameters => {
    const count = (parameters.f as readonly number[]).length;
    const wanted = isBand(parameters) ? 2 : 1;
    if (count !== wanted)
      throw badParameter('filter', 'f', `has ${count} frequencies where this type has ${wanted}`);
    if (!Number.isInteger(parameters.order))
      throw badParameter('filter', 'order', 'has to be a whole number');
  },
};

export const process_filter: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  const cascade = butterworth(parameters.order as number, bandOf(parameters, sound.rate), sound.rate);
  const run = parameters.zero_phase === true ? filterBothWays : filterOnce;
  tools.writeSound(
    outFilename,
    mapChannels(sound, channel => run(cascade, channel)),
  );
  return outFilename;
};

function isBand({ type }: Parameters): boolean {
  return type === 'band' || type === 'notch';
}

function bandOf(parameters: Parameters, rate: number): Band {
  const [first = 0, second = first] = parameters.f as readonly number[];
  if (Math.max(first, second) >= rate / 2) {
    throw badParameter('filter', 'f', `has to be below ${rate / 2} Hz, half the rate of the sound`);
  }
  const { type } = parameters as { type: Band['type'] };
  if (type === 'low' || type === 'high') return { type, cut: first };
  if (second <= first) throw badParameter('filter', 'f', 'has to name the lower frequency first');
  return { type, low: first, high: second };
}
