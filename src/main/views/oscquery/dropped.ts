import type { Clock, Dispose, Logger } from '../../../shared/plugin/common.ts';
import type { OscInput } from './osc-input.ts';

/** What clients send in vain is told this often at most, in ms. */
const EVERY = 10_000;

/** Say in the log how much of what clients sent could not be used, when there is something new to say. */
export function reportDropped(clock: Clock, log: Logger, counters: OscInput['counters']): Dispose {
  let told = 0;
  return clock.every(EVERY, () => {
    const { malformed, refused } = counters;
    if (malformed + refused === told) return;
    told = malformed + refused;
    log.warn(
      `since the start, ${malformed} packets were no OSC, and ${refused} messages were for what nobody may write`,
    );
  });
}
