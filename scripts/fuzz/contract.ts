// node --expose-gc --import tsx scripts/fuzz/contract.ts [MINUTES]: random contract frames against a whole engine.
// Fails on a call without an answer, on a crash, and on memory that grows from one round to the next.
import { fuzzContract } from '../../src/main/testing/contract-fuzz.ts';
import { openApp } from '../../src/main/testing/open-app.ts';

const FRAMES = 20_000;
/** The heap settles in the first rounds; from then on it may not grow by more than this, in MB. */
const SETTLED_AFTER = 3;
const GROWTH = 60;

const minutes = Number(process.argv[2] ?? 10);
const end = performance.now() + minutes * 60_000;
let frames = 0;
let base = 0;
for (let round = 1; performance.now() < end; round++) {
  const app = await openApp();
  const seed = Date.now() >>> 0;
  const { calls, answers } = await fuzzContract(app, { frames: FRAMES, seed });
  await app.window('after').client.call('host.info', {});
  await app.close();
  frames += FRAMES;
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed / 2 ** 20;
  if (round === SETTLED_AFTER) base = heap;
  console.log(
    `round ${round}, seed ${seed}: ${answers} of ${calls} calls answered, heap ${heap.toFixed(1)} MB`,
  );
  if (answers !== calls) throw new Error(`${calls - answers} calls were not answered (seed ${seed})`);
  if (round > SETTLED_AFTER && heap - base > GROWTH)
    throw new Error(`the heap grew by ${(heap - base).toFixed(1)} MB`);
}
console.log(`${frames.toLocaleString('en')} frames in ${minutes} min: no crash, no hang, no growth`);
process.exit(0);
