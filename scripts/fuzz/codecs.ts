// node --expose-gc --import tsx scripts/fuzz/codecs.ts [COUNT [NAME]]: COUNT fuzzed inputs (a million) into each codec.
// Fails when one throws, takes too long, reads what cannot be, or when memory grows. SEED repeats a run.
import { CODEC_TARGETS } from './codec-targets.ts';
import { Mutator } from './mutate.ts';

const LONGEST_MS = 250;
const MAX_GROWTH = 8 * 2 ** 20;

const count = Number(process.argv[2] ?? 1_000_000);
const only = process.argv[3];
const collect = (globalThis as { gc?: () => void }).gc;
if (!Number.isFinite(count) || !collect) {
  console.error('usage: node --expose-gc --import tsx scripts/fuzz/codecs.ts [COUNT [NAME]]');
  process.exit(2);
}
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
console.log(`seed ${seed}, ${count} inputs for each codec`);

for (const target of CODEC_TARGETS) {
  if (only !== undefined && only !== target.name) continue;
  const mutator = new Mutator(seed, target.samples);
  const started = performance.now();
  let base = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    const input = mutator.next();
    const before = process.cpuUsage();
    try {
      target.feed(input);
    } catch (error) {
      console.error(`${target.name}, seed ${seed}, input ${i}: ${Buffer.from(input).toString('hex')}`);
      throw error;
    }
    // The process's own time: what other programs do meanwhile is not the input's fault.
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    if (i === Math.floor(count / 10)) base = memory();
  }
  const growth = memory() - base;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${target.name}: ${seconds} s, longest ${longest.toFixed(1)} ms, memory ${(growth / 2 ** 20).toFixed(1)} MB`,
  );
  if (longest > LONGEST_MS) throw new Error(`${target.name} took ${longest.toFixed(0)} ms for one input`);
  if (growth > MAX_GROWTH)
    throw new Error(`${target.name}: memory grew by ${(growth / 2 ** 20).toFixed(1)} MB`);
}
process.exit(0);

/** Bytes in use once garbage is gone. */
function memory(): number {
  collect?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
