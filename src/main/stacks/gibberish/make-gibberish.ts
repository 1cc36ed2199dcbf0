import { lengthOf, type Sound } from '../audio/sound.ts';
import { fade } from '../dsp/fade.ts';
import { type Random, randomFrom } from '../dsp/random.ts';
import { resample } from '../dsp/resample.ts';
import { badParameter } from '../module/check-parameters.ts';
import type { ModuleTools } from '../module/sound-module.ts';
import type { Gibberish } from './choose-files.ts';

/** Draws for a piece that does not touch the one before; then it may. */
const MOST_DRAWS = 1000;

interface Piece {
  readonly from: number;
  readonly to: number;
}

/** Put pieces of the sounds one behind the other until the whole is as long as wanted. */
export function makeGibberish(gibberish: Gibberish, tools: ModuleTools): Sound {
  const random = randomFrom(gibberish.seed);
  // The same draws as those that chose the sounds come first, so that every part has its own.
  random.shuffled(tools.sources);
  const sounds = new Map<string, Sound>();
  const last = new Map<string, Piece>();
  let made: Float64Array[] | undefined;
  let rate = gibberish.rate;
  let filled = 0;
  let length = 1;
  for (let n = 0; filled < length; n++) {
    const file = tools.sources[n % tools.sources.length] as string;
    let sound = sounds.get(file);
    if (!sound) {
      const read = tools.readSound(file);
      rate ||= read.rate;
      sound = fitted(read, rate, gibberish.channels || (made?.length ?? read.channels.length), file);
      sounds.set(file, sound);
    }
    length = Math.max(1, Math.round(gibberish.total * rate));
    made ??= sound.channels.map(() => new Float64Array(length));
    const piece = draw(random, gibberish, sound, last.get(file));
    last.set(file, piece);
    filled = append(made, filled, sound, piece, Math.trunc(gibberish.ramp * rate));
    tools.progress(filled / length);
  }
  for (const channel of made ?? []) fade(channel, 0, Math.trunc(gibberish.ramp * rate), 'cosine');
  return { rate, channels: made ?? [new Float64Array(1)] };
}

/** A sound at the common rate and with the common number of channels. */
function fitted(sound: Sound, rate: number, channels: number, file: string): Sound {
  if (sound.channels.length !== channels && sound.channels.length !== 1) {
    const reason = `of '${file}' are ${sound.channels.length}, which do not fit into ${channels}`;
    throw badParameter('gibberish', 'force_nb_channels', reason);
  }
  const resampled = sound.channels.map(channel => resample(channel, sound.rate, rate));
  const fill = (c: number) => resampled[c] ?? resampled[0] ?? new Float64Array(0);
  return { rate, channels: Array.from({ length: channels }, (_, c) => fill(c)) };
}

function draw(random: Random, gibberish: Gibberish, sound: Sound, before: Piece | undefined): Piece {
  const whole = lengthOf(sound);
  for (let i = 0; ; i++) {
    const wanted = Math.round(random.uniform(gibberish.shortest, gibberish.longest) * sound.rate);
    const length = Math.max(1, Math.min(whole, wanted));
    const from = random.below(whole - length + 1);
    const piece = { from, to: from + length };
    const apart = !before || piece.to <= before.from || piece.from >= before.to;
    if (apart || !gibberish.separate || i >= MOST_DRAWS) return piece;
  }
}

function append(made: readonly Float64Array[], at: number, sound: Sound, piece: Piece, ramp: number): number {
  made.forEach((channel, c) => {
    const cut = (sound.channels[c] ?? new Float64Array(0)).slice(piece.from, piece.to);
    fade(cut, ramp, ramp, 'cosine');
    channel.set(cut.subarray(0, channel.length - at), at);
  });
  return at + piece.to - piece.from;
}
