import { withoutClipping } from '../dsp/level.ts';
import { Random } from '../dsp/random.ts';
import { badParameter } from '../module/check-parameters.ts';
import type { ModuleAbout, ProcessSound } from '../module/sound-module.ts';
import { jsonSpec, numberSpec } from '../module/spec.ts';
import { readVocoder, vocode } from '../vocoder/vocode.ts';

export const about: ModuleAbout = {
  title: 'Vocoder',
  summary: 'Puts the envelopes of bands on noise or tones, as a cochlear implant is simulated.',
  version: '1',
  parameters: [
    numberSpec('fs', 'Rate', 'When given, the sound must have this rate.', { unit: 'Hz', min: 1 }),
    jsonSpec(
      'analysis_filters',
      'Analysis filters',
      '"f": edges in Hz, {fmin, fmax, n, scale, shift} or a preset (ci24, hr90k); "method": {order, zero-phase}.',
      {
        required: true,
        initial: { f: { fmin: 100, fmax: 8000, n: 16, scale: 'greenwood' } },
        placeholder: '{"f": {"fmin": 100, "fmax": 8000, "n": 16, "scale": "greenwood"}}',
      },
    ),
    jsonSpec('synthesis_filters', 'Synthesis filters', 'The same shape; absent: those of the analysis.'),
    jsonSpec(
      'envelope',
      'Envelope',
      '{"method": "low-pass", "fc": 160, "order": 2} or {"method": "hilbert"}.',
    ),
    jsonSpec(
      'synthesis',
      'Synthesis',
      '{"carrier": "noise" or "sin", "filter_before", "filter_after", "random_seed"}.',
    ),
  ],
  check: parameters => void readVocoder(parameters),
};

export const process_vocoder: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  if (parameters.fs !== undefined && parameters.fs !== sound.rate) {
    throw badParameter('vocoder', 'fs', `is ${String(parameters.fs)}, but the sound has ${sound.rate} Hz`);
  }
  const vocoder = readVocoder(parameters);
  const random = new Random(vocoder.seed);
  const count = sound.channels.length;
  const channels = sound.channels.map((channel, i) =>
    vocode(channel, sound.rate, vocoder, random, part => tools.progress((i + part) / count)),
  );
  tools.writeSound(outFilename, withoutClipping({ rate: sound.rate, channels }));
  return outFilename;
};
