import type { ScriptPatch } from './sandbox-patch.ts';

/** Locals of the channels of instance `from`, in the order of the wires of `ScriptPatch`. */
export const THROUGH = 0;
export const DIRECT = 1;
/** On a shared machine the least disturbed round says most about the code. */
const ROUNDS = 5;
/** Events under way: as many as the rings hold well. */
const UNDER_WAY = 4096;
const CHUNK = 256;

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}
export interface Throughput {
  /** Events per second of the quickest round. */
  readonly rate: number;
  /** Processor time per event in us, of all threads, in the round that took least. */
  readonly cpu: number;
}

/** As many events through the script as go: each round sends more when something has come back. */
export async function throughput(patch: ScriptPatch): Promise<Throughput> {
  let rate = 0;
  let cpu = Infinity;
  for (let i = 0; i < ROUNDS; i++) {
    const round = await throughputRound(patch, 1000);
    rate = Math.max(rate, round.rate);
    cpu = Math.min(cpu, round.cpu);
  }
  return { rate, cpu };
}

/** The sender sleeps while nothing comes back, so that it takes no processor from the script. */
async function throughputRound({ ends }: ScriptPatch, ms: number): Promise<Throughput> {
  let sent = 0;
  let received = 0;
  let over = false;
  let asked = false;
  const fill = () => {
    asked = false;
    while (!over && sent - received <= UNDER_WAY - CHUNK) {
      for (let i = 0; i < CHUNK; i++) ends.source?.emit(THROUGH, ((sent + i) & 1023) / 1023);
      sent += CHUNK;
    }
  };
  ends.received = () => {
    received++;
    if (asked || over) return;
    asked = true;
    setImmediate(fill);
  };
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  fill();
  await new Promise(resolve => setTimeout(resolve, ms));
  const took = performance.now() - started;
  const { user, system } = process.cpuUsage(cpuBefore);
  const result = { rate: received / (took / 1000), cpu: (user + system) / received };
  over = true;
  // What is under way shall not fall into the next round.
  await new Promise(resolve => setTimeout(resolve, 100));
  return result;
}

/** What the way through the script adds to the direct wire: the best of each, measured in turns. */
export async function addedLatency(patch: ScriptPatch, rate: number): Promise<Latency> {
  const direct: Latency[] = [];
  const through: Latency[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    direct.push(await latency(patch, DIRECT, rate, 1000));
    through.push(await latency(patch, THROUGH, rate, 1000));
  }
  const added = (key: keyof Latency) =>
    Math.min(...through.map(round => round[key])) - Math.min(...direct.map(round => round[key]));
  return { p50: added('p50'), p99: added('p99') };
}

/** Time from `emit` to arrival in ms, at a rate in events/s, in bursts each millisecond. */
export async function latency(
  { ends }: ScriptPatch,
  local: number,
  rate: number,
  ms: number,
): Promise<Latency> {
  const times: number[] = [];
  const queue: number[] = [];
  ends.received = () => {
    const sentAt = queue.shift();
    if (sentAt !== undefined) times.push(performance.now() - sentAt);
  };
  const started = performance.now();
  let sent = 0;
  for (let now = started; now - started < ms; now = performance.now()) {
    for (const due = Math.floor(((now - started) * rate) / 1000); sent < due; sent++) {
      queue.push(performance.now());
      ends.source?.emit(local, (sent & 1023) / 1023);
    }
    await new Promise(resolve => setTimeout(resolve, 1));
  }
  await new Promise(resolve => setTimeout(resolve, 100));
  const sorted = times.slice(Math.floor(times.length / 3)).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
