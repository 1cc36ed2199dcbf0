import type { FakeHost } from '../../../../shared/plugin/testing/fake-host.ts';

/** Levels that differ from slot to slot and from one seed to the next; none is 0. */
export function levelsOf(seed: number, count = 512): number[] {
  return Array.from({ length: count }, (_, slot) => ((slot * 7 + seed * 31) % 255) + 1);
}

/** Use all slots of a universe in both directions. */
export function addUniverse(host: FakeHost): void {
  for (let slot = 1; slot <= 512; slot++) host.add(String(slot));
}

/** Send all levels as one batch. */
export function sendLevels(host: FakeHost, levels: readonly number[]): void {
  host.send(...levels.map((level, slot) => [String(slot + 1), level / 255] as const));
}

/** The levels that an instance emitted last, 0 where nothing came. */
export function emittedLevels(host: FakeHost): number[] {
  const levels = new Array<number>(512).fill(0);
  for (const { channel, value } of host.emitted) levels[Number(channel) - 1] = Math.round(value * 255);
  return levels;
}

/** Wait until two lists of levels are the same; says at which slot they are not. */
export async function untilSame(
  expected: readonly number[],
  read: () => Promise<readonly number[]>,
): Promise<void> {
  const end = Date.now() + 10_000;
  for (;;) {
    const got = await read();
    const wrong = expected.findIndex((level, slot) => got[slot] !== level);
    if (wrong < 0) return;
    if (Date.now() > end)
      throw new Error(`slot ${wrong + 1} is ${got[wrong]} and should be ${expected[wrong]}`);
    await new Promise(done => setTimeout(done, 50));
  }
}
