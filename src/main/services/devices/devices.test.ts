import { expect, it } from 'vitest';
import type { LiveChannel } from '../../../shared/contract/calls/devices.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { Devices } from './devices.ts';
import type { DevicesDeps, ValueSnapshot } from './engine-port.ts';

const call = { client: '', signal: new AbortController().signal };
const bus = { publish: () => undefined, subscribe: () => () => undefined };

function world() {
  const use = (instance: string, channel: string, source: boolean, target: boolean): LiveChannel => ({
    ...{ index: 0, instance, channel, source, target },
  });
  const channels = [
    use('synth', 'in', true, false),
    use('synth', 'out', false, true),
    use('panel', 'fader1', true, false),
    use('panel', 'label1', false, false),
  ];
  const written: (readonly [number, number])[] = [];
  const table = { size: 3, value: Float64Array.of(0.25, NaN, 1, 0.75) };
  const ring = { last: 5 };
  const engine = {
    ...{ table, ring, channels: () => channels },
    runners: () => ['synth', 'panel'].map(name => ({ config: { name, backendName: name } })),
    set: (values: readonly (readonly [number, number])[]) => written.push(...values),
  };
  const backends = new Map(
    ['synth', 'panel'].map(name => [name, { plugin: { manifest: { onScreen: name === 'panel' } } }]),
  );
  const deps = { engine, backends, plugins: () => [] } as unknown as DevicesDeps;
  const devices = new Devices(deps, bus, new VirtualClock());
  return { ring, table, written, ask: (request: object) => devices.answer(request as { op: string }, call) };
}

it('says which channels a remote client may give values', () => {
  const channels = world().ask({ op: 'channels' }) as LiveChannel[];
  expect(channels.map(({ channel, writable }) => [channel, writable])).toEqual([
    ['in', undefined],
    ['out', true],
    ['fader1', true],
    ['label1', undefined],
  ]);
});

it('takes a snapshot of the values, and none when nothing happened since', () => {
  const { ask, ring, table } = world();
  const { seq, values } = ask({ op: 'snapshot' }) as ValueSnapshot;
  expect([seq, values]).toEqual([5, Float64Array.of(0.25, NaN, 1)]);
  table.value[0] = 0.5;
  expect(values?.[0]).toBe(0.25);
  expect(ask({ op: 'snapshot', after: 5 })).toEqual({ seq: 5 });
  ring.last = 6;
  expect((ask({ op: 'snapshot', after: 5 }) as ValueSnapshot).values?.[0]).toBe(0.5);
});

it('hands values to the engine, and refuses what are none', () => {
  const { ask, written } = world();
  expect(ask({ op: 'set', values: [[1, 0.5]] })).toEqual({ taken: 1 });
  expect(written).toEqual([[1, 0.5]]);
  for (const values of [undefined, 1, [1], [[1, 2], null]])
    expect(() => ask({ op: 'set', values })).toThrow('list of pairs');
});

it('answers what a window asks of a new instance only when the engine has it', async () => {
  let carryOut: () => void = () => undefined;
  const applying = new Promise<void>(resolve => (carryOut = resolve));
  const runners = new Map<string, object>();
  const engine = { runner: (name: string) => runners.get(name), applied: () => applying };
  const deps = { engine, backends: new Map(), plugins: () => [] } as unknown as DevicesDeps;
  const devices = new Devices(deps, bus, new VirtualClock());
  const ask = (instance: string) => devices.answer({ op: 'resolve', instance, spec: 'x{1..2}' }, call);
  const [there, absent] = [ask('new'), ask('none')];
  const backend = { channel: (_: string, name: string) => ({ name }) };
  runners.set('new', { config: { name: 'new', backend, options: {} } });
  carryOut();
  expect(await there).toEqual([{ name: 'x1' }, { name: 'x2' }]);
  await expect(absent).rejects.toThrow('none');
});
