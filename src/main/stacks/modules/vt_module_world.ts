import { fail } from '../../../shared/error/coded-error.ts';
import { channelOf, type Sound } from '../audio/sound.ts';
import { rmsOf, scaled, withoutClipping } from '../dsp/level.ts';
import { badParameter } from '../module/check-parameters.ts';
import type { ModuleAbout, ModuleTools, Parameters, ProcessSound } from '../module/sound-module.ts';
import { jsonSpec } from '../module/spec.ts';
import { analyse, LOWEST_RATE } from '../world/analyse.ts';
import { type Changes, changeVoice } from '../world/change-voice.ts';
import { DURATION_NOTATION, F0_NOTATION, readChange, VTL_NOTATION } from '../world/notation.ts';
import { synthesise } from '../world/synthesise.ts';
import type { Voice } from '../world/voice.ts';
import { ANALYSIS_VERSION, decodeVoice, encodeVoice } from '../world/voice-file.ts';

/** Share of the work that the analysis is. */
const ANALYSIS_PART = 0.6;

export const about: ModuleAbout = {
  title: 'World',
  summary: 'Changes the pitch, the length of the vocal tract and the duration of a voice, each by itself.',
  version: '1',
  parameters: [
    jsonSpec('f0', 'Pitch', '*2 is a ratio, +12st or -10Hz an offset, ~160Hz the mean that it gets.', {
      placeholder: '+0st',
      knob: { min: -24, max: 24, unit: 'st', text: '{+}st' },
    }),
    jsonSpec('vtl', 'Vocal tract', '*1.2 or +3.8st: a longer tract, deeper formants.', {
      placeholder: '+0st',
      knob: { min: -12, max: 12, unit: 'st', text: '{+}st' },
    }),
    jsonSpec('duration', 'Duration', '*1.5 is a ratio, +0.25s an offset, ~0.5s the whole.', {
      placeholder: '*1',
      knob: { min: 0.25, max: 4, unit: '×', text: '*{}' },
    }),
  ],
  check: parameters => void readChanges(parameters),
};

export const process_world: ProcessSound = (inFilename, parameters, outFilename, tools) => {
  const sound = tools.readSound(inFilename);
  if (sound.channels.length !== 1)
    throw fail('stack.mono-only', { module: 'world', channels: sound.channels.length });
  if (sound.rate < LOWEST_RATE)
    throw badParameter('world', 'f0', `needs a sound of at least ${LOWEST_RATE} Hz`);
  const voice = voiceOf(sound, tools);
  const change = changeVoice(voice, readChanges(parameters));
  const made = synthesise(voice, change, part => tools.progress(ANALYSIS_PART + part * (1 - ANALYSIS_PART)));
  tools.writeSound(
    outFilename,
    withoutClipping(levelled({ rate: sound.rate, channels: [made] }, rmsOf(sound.channels))),
  );
  return outFilename;
};

function readChanges(parameters: Parameters): Changes {
  return {
    f0: readChange(F0_NOTATION, parameters.f0),
    vtl: readChange(VTL_NOTATION, parameters.vtl),
    duration: readChange(DURATION_NOTATION, parameters.duration),
  };
}

/** The analysis takes longer than the synthesis and does not depend on the changes, so that it is kept. */
function voiceOf(sound: Sound, tools: ModuleTools): Voice {
  let fresh: Voice | undefined;
  const make = () =>
    (fresh = analyse(channelOf(sound, 0), sound.rate, part => tools.progress(part * ANALYSIS_PART)));
  const bytes = tools.kept('voice', { analysis: ANALYSIS_VERSION }, () => encodeVoice(make()));
  return fresh ?? decodeVoice(bytes) ?? make();
}

/** As loud as it was. */
function levelled(sound: Sound, rms: number): Sound {
  const now = rmsOf(sound.channels);
  return now === 0 ? sound : scaled(sound, rms / now);
}
