// node --expose-gc --import tsx scripts/fuzz/osc.ts [MINUTES]: fuzzed packets into a real OSC instance, without its
// socket. Fails when a packet throws, takes too long, leads to a value that is none, or when memory grows.
import { OscFuzzer } from './osc-packets.ts';
import { openTarget } from './osc-target.ts';

const LONGEST_MS = 250;
const MAX_GROWTH = 4 * 2 ** 20;
const WARM_UP = 0.1;

const minutes = Number(process.argv[2] ?? 10);
const collect = (globalThis as { gc?: () => void }).gc;
if (!Number.isFinite(minutes) || !collect) {
  console.error('usage: node --expose-gc --import tsx scripts/fuzz/osc.ts [MINUTES]');
  process.exit(2);
}
/** Bytes in use, once the memory of collected buffers has been given back, which takes a moment. */
async function memory(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect?.();
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
console.log(`seed ${seed}, ${minutes} minute(s)`);
const fuzzer = new OscFuzzer(seed);
const { count, counters, packet } = await openTarget();
const start = performance.now();
const end = start + minutes * 60_000;
let base = 0;
let longest = 0;
for (let sent = 0; performance.now() < end;) {
  for (let i = 0; i < 1000; i++, sent++) {
    const bytes = fuzzer.next();
    // The process's own time: what other programs do meanwhile is not the packet's fault.
    const before = process.cpuUsage();
    packet(bytes);
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    if (took > longest) longest = took;
    if (took > LONGEST_MS) throw new Error(`seed ${seed}: packet ${sent} took ${took.toFixed(0)} ms`);
  }
  if (base === 0 && performance.now() - start > WARM_UP * (end - start)) base = await memory();
  // Lets timers and the garbage collector have their turn.
  await new Promise(resolve => setImmediate(resolve));
}
const growth = (await memory()) - base;
console.log(
  `${counters.received} packets, ${counters.malformed} malformed, ${count.events} events, ${count.detected} detected; ` +
    `longest ${longest.toFixed(1)} ms; memory ${growth < 0 ? '' : '+'}${(growth / 2 ** 20).toFixed(2)} MB`,
);
if (count.wrong > 0) throw new Error(`seed ${seed}: ${count.wrong} values were no numbers`);
if (growth > MAX_GROWTH) throw new Error(`seed ${seed}: memory grew by ${(growth / 2 ** 20).toFixed(1)} MB`);
process.exit(0);
