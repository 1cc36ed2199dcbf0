// What the OSC backend itself costs: one instance in, one out, and nothing between them but a call.
// Arguments: the port to listen on and the port to send to.
import { oscBackend } from '../../src/main/backends/osc/index.ts';
import { realClock } from '../../src/main/backends/osc/testing/real-clock.ts';
import { FakeHost } from '../../src/shared/plugin/testing/fake-host.ts';
import type { EventBatch, InstanceArgs } from '../../src/shared/plugin/backend.ts';

const CHANNELS = 10;
const [listen, target] = process.argv.slice(2);

async function create(options: Record<string, string>, emit: InstanceArgs['emit']) {
  const { args } = new FakeHost({ clock: realClock, options });
  const backend = await oscBackend.load({
    log: args.log,
    clock: realClock,
    dataFolder: '',
    signal: new AbortController().signal,
  });
  return backend.create({ ...args, emit, detector: { active: false, report: () => undefined } });
}

const locals = new Int32Array(1);
const values = new Float64Array(1);
const batch: EventBatch = { locals, values, seqs: new Float64Array(1), start: 0, end: 1 };
const output = await create({ destination: `127.0.0.1 ${target}` }, () => undefined);
const input = await create({ bind: `127.0.0.1 ${listen}` }, (local, value) => {
  locals[0] = local;
  values[0] = value;
  output.receive(batch);
});
for (let i = 0; i < CHANNELS; i++) {
  input.addChannel(i, `/in/${i + 1}`, { source: true, target: false });
  output.addChannel(i, `/out/${i + 1}`, { source: false, target: true });
}
process.stdout.write('crosspatch ready\n');
