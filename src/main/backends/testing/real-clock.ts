import { SystemClock } from '../../threads/system-clock.ts';

/** The machine's own time, for tests with real sockets and other programs. */
export const realClock = new SystemClock();
