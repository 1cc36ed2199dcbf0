import { readFileSync } from 'node:fs';
import { DMX_HEADER, makeDmx, stampDmx } from '../../src/main/backends/artnet/codec.ts';
import { freePort, type Running, startPatch, startProgram } from './host.ts';
import { OscLoad } from './osc-load.ts';
import type { Row } from './row.ts';

const ROUNDS = 3;
const RUN_MS = 2000;
const WINDOW = 4;
/** What must be reached, or half of the bare forwarder where that is less. */
const TARGET = 10_000;

/** Art-Net universe 0 to sACN universe 1, all 512 slots, each frame at once. */
function dmxPatch(listen: number, target: number): unknown {
  return {
    crosspatch: 1,
    globals: {
      artnet: { bind: `127.0.0.1 ${listen}`, poll: false },
      sacn: { bind: '127.0.0.1 0', discover: false },
    },
    instances: [
      { name: 'in', backend: 'artnet', options: { universe: 0 } },
      {
        name: 'out',
        backend: 'sacn',
        options: { universe: 1, priority: 100, destination: `127.0.0.1 ${target}`, realtime: true },
      },
    ],
    mappings: [{ from: 'in.{1..512}', to: 'out.{1..512}' }],
  };
}

/** Frames in which every slot differs from the frame before. */
function frames(): Buffer[] {
  let sequence = 0;
  return Array.from({ length: 255 }, (_, frame) => {
    const packet = makeDmx(0);
    sequence = stampDmx(packet, sequence);
    for (let slot = 0; slot < 512; slot++) packet[DMX_HEADER + slot] = (frame * 3 + slot) & 0xff;
    return Buffer.from(packet);
  });
}

interface Figures {
  /** Frames per second. */
  readonly rate: number;
  /** Processor time for one frame, microseconds. */
  readonly cpu: number;
}

async function measure(start: (listen: number, target: number) => Promise<Running>): Promise<Figures> {
  const load = new OscLoad();
  const target = await load.open();
  const listen = await freePort();
  const running = await start(listen, target);
  await load.aim(listen);
  const sent = frames();
  await load.closedLoop(sent, WINDOW, 500);
  const before = cpuSeconds(running);
  const began = performance.now();
  const rate = await load.closedLoop(sent, WINDOW, RUN_MS);
  const seconds = (performance.now() - began) / 1000;
  const cpu = ((cpuSeconds(running) - before) * 1e6) / (rate * seconds);
  await running.stop();
  load.close();
  return { rate, cpu };
}

/** Processor time of a process and all its threads so far. */
function cpuSeconds(running: Running): number {
  const stat = readFileSync(`/proc/${running.child.pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const TICKS = 100;
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Art-Net to sACN through the whole program, 512 wires, against a bare forwarder of the same frames. */
export async function benchDmx(): Promise<Row[]> {
  const bare: Figures[] = [];
  const patched: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(
      await measure((listen, target) =>
        startProgram(['scripts/bench/forwarder.mjs', String(listen), String(target)]),
      ),
    );
    patched.push(await measure((listen, target) => startPatch(dmxPatch(listen, target))));
  }
  const rate = Math.max(...patched.map(run => run.rate));
  const baseline = Math.max(...bare.map(run => run.rate));
  const cpu = Math.min(...patched.map(run => run.cpu));
  const bareCpu = Math.min(...bare.map(run => run.cpu));
  const baselineName = 'bare Node forwarder';
  return [
    {
      ...{ name: 'Art-Net to sACN, 512 changing slots, 512 wires', value: rate, unit: 'frames/s' },
      // A ratio of the lesser of both limits, so that one condition says it all.
      ...{ baseline, baselineName: `${baselineName}; needed ${Math.round(Math.min(TARGET, baseline / 2))}` },
      ...{ ratio: rate / Math.min(TARGET, baseline / 2), target: '>= 1' },
    },
    {
      ...{ name: 'Art-Net to sACN, processor time for a frame', value: cpu, unit: 'us' },
      ...{ baseline: bareCpu, baselineName, ratio: cpu / bareCpu },
    },
  ];
}
