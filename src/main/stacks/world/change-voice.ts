import { badParameter } from '../module/check-parameters.ts';
import { type Change, factorOf } from './notation.ts';
import type { Voice } from './voice.ts';
import type { VoiceChange } from './synthesise.ts';

/** Hz; a change never brings a fundamental below, where it is no pitch any more. */
const LOWEST_F0 = 20;
const LARGEST_TRACT = 4;
/** Seconds. */
const LONGEST = 3600;

export interface Changes {
  readonly f0: Change | undefined;
  readonly vtl: Change | undefined;
  readonly duration: Change | undefined;
}

/** Work out what a voice becomes. */
export function changeVoice(voice: Voice, changes: Changes): VoiceChange {
  return {
    f0: changes.f0 ? changedF0(voice.f0, changes.f0, voice.rate) : voice.f0,
    tract: tractOf(changes.vtl),
    stretch: stretchOf(voice.length / voice.rate, changes.duration),
  };
}

/** Frames without a voice stay without one, whatever is added. */
function changedF0(f0: Float64Array, change: Change, rate: number): Float64Array {
  const offset = change.kind === 'offset' && change.unit === 'Hz' ? change.value : 0;
  const factor =
    change.kind === 'target'
      ? change.value / geometricMean(f0)
      : offset === 0 && change.unit !== 'Hz'
        ? factorOf(change)
        : 1;
  return f0.map(value =>
    value === 0 ? 0 : Math.min(rate / 4, Math.max(LOWEST_F0, value * factor + offset)),
  );
}

/** Of frames with a voice; 1 when there is none, since nothing will be multiplied then. */
function geometricMean(f0: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of f0) {
    if (value <= 0) continue;
    sum += Math.log(value);
    count++;
  }
  return count === 0 ? 1 : Math.exp(sum / count);
}

function tractOf(change: Change | undefined): number {
  const tract = change ? factorOf(change) : 1;
  if (tract > LARGEST_TRACT || tract < 1 / LARGEST_TRACT) {
    throw badParameter('world', 'vtl', `changes the vocal tract by a factor of more than ${LARGEST_TRACT}`);
  }
  return tract;
}

function stretchOf(seconds: number, change: Change | undefined): number {
  if (!change) return 1;
  const wanted =
    change.kind === 'ratio'
      ? seconds * change.value
      : change.kind === 'target'
        ? change.value
        : seconds + change.value;
  if (wanted <= 0)
    throw badParameter('world', 'duration', `leaves nothing: the sound would last ${wanted.toFixed(3)} s`);
  if (wanted > LONGEST) throw badParameter('world', 'duration', `makes the sound longer than ${LONGEST} s`);
  return wanted / seconds;
}
