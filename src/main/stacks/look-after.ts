import { messageOf } from '../../shared/error/coded-error.ts';
import type { Clock, Dispose, Logger } from '../../shared/plugin/common.ts';
import type { Stacks } from './stacks.ts';

const EVERY_MS = 600_000;

/** Every ten minutes, remove from the cache what is expired or has lost its sources, then what is over the quota. */
export function lookAfterCache(stacks: Stacks, clock: Clock, log: Logger): Dispose {
  const clean = async () => {
    try {
      const { deleted } = await stacks.clean(0, false);
      const gone = await stacks.evict();
      const count = deleted.length + gone.length;
      if (count > 0) log.info(`${count} files of the cache were no longer needed`);
    } catch (error) {
      log.warn(`the cache could not be looked after: ${messageOf(error)}`);
    }
  };
  return clock.every(EVERY_MS, () => void clean());
}
