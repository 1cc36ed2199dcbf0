import type { StackSamples } from '../../../shared/contract/calls/stacks.ts';
import type { Sound } from '../audio/sound.ts';
import { floatsAsText, viewInfo } from './view-info.ts';

/** So many samples in all channels fit into one answer. */
const MOST = 10_000_000;

/** A stretch of a sound for playing. */
export function viewSamples(file: string, sound: Sound, start: number, count = MOST): StackSamples {
  const most = Math.min(count, Math.floor(MOST / sound.channels.length));
  const samples = sound.channels.map(channel => floatsAsText(channel.subarray(start, start + most)));
  return { ...viewInfo(file, sound), start, samples };
}
