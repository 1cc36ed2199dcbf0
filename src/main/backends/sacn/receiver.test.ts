import { describe, expect, it } from 'vitest';
import { SlotMap } from '../../../shared/dmx/slot-map.ts';
import { UniverseInput } from '../../../shared/dmx/universe-input.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import {
  DATA_HEADER,
  emptyHeader,
  FORCE_SYNC,
  makeData,
  PER_ADDRESS_PRIORITY,
  PREVIEW,
  readData,
  stampData,
  TERMINATED,
} from './codec.ts';
import { type ReceiverOptions, UniverseReceiver } from './receiver.ts';

interface Sent {
  readonly from?: number;
  readonly levels: readonly number[];
  readonly sequence?: number;
  readonly priority?: number;
  readonly options?: number;
  readonly syncAddress?: number;
  readonly startCode?: number;
}

function rig(given: Partial<ReceiverOptions> = {}) {
  const clock = new VirtualClock();
  const map = new SlotMap('rig');
  for (let slot = 1; slot <= 2; slot++) map.add(slot - 1, String(slot), { source: true, target: false });
  const input = new UniverseInput(map, {
    detector: { active: false, report: () => undefined },
    emit: () => undefined,
  });
  const counters = { received: 0, sent: 0, malformed: 0, dropped: 0, lastActivity: 0 };
  const options = { merge: 'htp', preview: false, from: undefined, ...given } as const;
  const receiver = new UniverseReceiver(input, options, clock, counters, () => undefined);
  const sequences = new Map<number, number>();
  const take = ({ from = 1, levels, sequence, priority = 100, ...rest }: Sent) => {
    const cid = new Uint8Array(16).fill(from);
    const packet = makeData({ cid, name: `source ${from}`, universe: 1, priority, ...rest });
    const number = sequence ?? ((sequences.get(from) ?? -1) + 1) & 0xff;
    sequences.set(from, number);
    stampData(packet, number);
    packet.set(levels, DATA_HEADER);
    const header = emptyHeader();
    if (!readData(packet, header)) throw new Error('the test made a bad packet');
    receiver.data(packet, header);
  };
  const pass = (ms: number) => {
    for (let t = 0; t < ms; t += 250) {
      clock.advance(250);
      receiver.tick(clock.now());
    }
  };
  return { clock, receiver, counters, take, pass, levels: () => [...input.levels.subarray(0, 2)] };
}

describe('UniverseReceiver', () => {
  it('lets only the highest priority count, until it is silent for 2.5 s', () => {
    const { take, pass, levels, receiver } = rig();
    take({ from: 1, levels: [10, 20], priority: 150 });
    for (let i = 0; i < 3; i++) take({ from: 2, levels: [200, 200], priority: 100 });
    expect(levels()).toEqual([10, 20]);
    for (let i = 0; i < 12; i++) {
      pass(250);
      take({ from: 2, levels: [200, 200], priority: 100 });
    }
    expect(levels()).toEqual([200, 200]);
    expect(receiver.sources).toEqual(['source 2 (priority 100)']);
  });
  it('follows a source that changes its priority', () => {
    const { take, levels } = rig();
    take({ from: 1, levels: [10, 10], priority: 150 });
    take({ from: 2, levels: [99, 99], priority: 100 });
    take({ from: 1, levels: [10, 10], priority: 50 });
    expect(levels()).toEqual([99, 99]);
  });
  it('merges equal priorities: highest, or latest change', () => {
    for (const [merge, expected] of [
      ['htp', [200, 9]],
      ['ltp', [1, 9]],
    ] as const) {
      const { take, levels } = rig({ merge });
      take({ from: 1, levels: [200, 0] });
      take({ from: 2, levels: [1, 9] });
      expect(levels()).toEqual(expected);
    }
  });
  it('arbitrates each address by its own priority; 0 means not sent', () => {
    const { take, levels, pass } = rig();
    take({ from: 1, levels: [10, 10], priority: 100 });
    take({ from: 2, levels: [20, 20], priority: 50 });
    take({ from: 2, levels: [180, 0], startCode: PER_ADDRESS_PRIORITY, priority: 50 });
    expect(levels()).toEqual([20, 10]);
    take({ from: 2, levels: [0, 110], startCode: PER_ADDRESS_PRIORITY, priority: 50 });
    expect(levels()).toEqual([10, 20]);
    for (let i = 0; i < 12; i++) {
      pass(250);
      take({ from: 1, levels: [10, 10] });
      take({ from: 2, levels: [20, 20], priority: 50 });
    }
    expect(levels()).toEqual([10, 10]);
  });
  it('drops late packets, and takes a sender that starts anew', () => {
    const { take, levels, counters } = rig();
    take({ levels: [1, 0], sequence: 100 });
    for (const sequence of [100, 99, 81]) take({ levels: [2, 0], sequence });
    expect(levels()).toEqual([1, 0]);
    expect(counters).toMatchObject({ received: 1, dropped: 3 });
    take({ levels: [3, 0], sequence: 80 });
    expect(levels()).toEqual([3, 0]);
  });
  it('lets a terminated source go at once and holds the last look when it was the only one', () => {
    const { take, levels, receiver } = rig();
    take({ from: 1, levels: [200, 200] });
    take({ from: 2, levels: [50, 50] });
    take({ from: 1, levels: [255, 255], options: TERMINATED });
    expect(levels()).toEqual([50, 50]);
    take({ from: 2, levels: [255, 255], options: TERMINATED });
    expect(levels()).toEqual([50, 50]);
    expect(receiver.sources).toEqual([]);
  });
  it('ignores preview data unless told to take it', () => {
    const live = rig();
    live.take({ levels: [9, 9], options: PREVIEW });
    expect(live.levels()).toEqual([0, 0]);
    const visualiser = rig({ preview: true });
    visualiser.take({ levels: [9, 9], options: PREVIEW });
    expect(visualiser.levels()).toEqual([9, 9]);
  });
  it('takes only the source it is told', () => {
    const { take, levels } = rig({ from: new Uint8Array(16).fill(2) });
    take({ from: 1, levels: [1, 1] });
    take({ from: 2, levels: [2, 2] });
    expect(levels()).toEqual([2, 2]);
  });
  it('waits for synchronisation once it came, and stays locked when it is lost', () => {
    const { take, levels, receiver, pass } = rig();
    take({ levels: [1, 1], syncAddress: 7 });
    expect(levels()).toEqual([1, 1]);
    receiver.sync(7);
    take({ levels: [2, 2], syncAddress: 7 });
    expect(levels()).toEqual([1, 1]);
    receiver.sync(8);
    expect(levels()).toEqual([1, 1]);
    receiver.sync(7);
    expect(levels()).toEqual([2, 2]);
    for (let i = 0; i < 12; i++) {
      pass(250);
      take({ levels: [3, 3], syncAddress: 7 });
    }
    expect(levels()).toEqual([2, 2]);
    const wanted = new Set<number>();
    receiver.syncAddresses(wanted);
    expect([...wanted]).toEqual([7]);
  });
  it('goes on without synchronisation when the source allows it', () => {
    const { take, levels, receiver, pass } = rig();
    const options = FORCE_SYNC;
    take({ levels: [1, 1], syncAddress: 7, options });
    receiver.sync(7);
    for (let i = 0; i < 12; i++) {
      pass(250);
      take({ levels: [3, 3], syncAddress: 7, options });
    }
    expect(levels()).toEqual([3, 3]);
  });
  it('refuses more sources than a universe can have', () => {
    const { take, counters } = rig();
    for (let from = 1; from <= 20; from++) take({ from, levels: [from, 0] });
    expect(counters).toMatchObject({ received: 16, dropped: 4 });
  });
});
