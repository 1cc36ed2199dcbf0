import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChannelName, NameTable } from '../../shared/contract/calls/directory.ts';
import { StubLink } from '../testing/stub-link.ts';
import { createNamesStore, nameOfAll } from './names-store.ts';

const named = (channel: string, name: string): ChannelName => ({
  instance: 'rig',
  channel,
  name,
  source: 'sheet',
  more: 0,
  personal: false,
});

const table = (revision: number, names: readonly ChannelName[]): NameTable => ({
  revision,
  names,
  missing: [],
});

afterEach(() => void vi.useRealTimers());

const many = (count: number, name: string) =>
  Array.from({ length: count }, (_, i) => named(String(i), `${name} ${i}`));

describe('many names at once', () => {
  function setUp() {
    vi.useFakeTimers();
    const stub = new StubLink();
    const store = createNamesStore(stub.link);
    const steps: number[] = [];
    let before = store.getState().names;
    store.subscribe(({ names }) => {
      if (names === before) return;
      steps.push(
        [...new Set([...before.keys(), ...names.keys()])].filter(key => names.get(key) !== before.get(key))
          .length,
      );
      before = names;
    });
    return { stub, store, steps };
  }

  it('come in slices, so that a frame fits between them, and go so too', () => {
    const { stub, store, steps } = setUp();
    stub.announce('directory.namesChanged', table(1, many(300, 'Dimmer')));
    vi.runAllTimers();
    expect(store.getState().names.size).toBe(300);
    expect(steps).toEqual([60, 60, 60, 60, 60]);
    stub.announce('directory.namesChanged', table(2, []));
    vi.runAllTimers();
    expect(store.getState().names.size).toBe(0);
    expect(Math.max(...steps)).toBe(60);
  });

  it('make nodes higher once, before they come, and lower after they went', () => {
    const { stub, store } = setUp();
    const seen: string[] = [];
    store.subscribe(({ names, named }) => seen.push(`${named.size}:${names.size}`));
    stub.announce('directory.namesChanged', table(1, many(100, 'Dimmer')));
    vi.runAllTimers();
    stub.announce('directory.namesChanged', table(2, []));
    vi.runAllTimers();
    expect(seen).toEqual(['1:0', '1:60', '1:100', '1:100', '1:40', '0:0']);
  });

  it('are there in about a second, however many', () => {
    const { stub, store, steps } = setUp();
    stub.announce('directory.namesChanged', table(1, many(20_000, 'Dimmer')));
    vi.advanceTimersByTime(1100);
    expect(store.getState().names.size).toBe(20_000);
    expect(steps.length).toBeLessThanOrEqual(40);
  });

  it('give way to a newer table', () => {
    const { stub, store } = setUp();
    stub.announce('directory.namesChanged', table(1, many(300, 'Dimmer')));
    vi.advanceTimersByTime(30);
    stub.announce('directory.namesChanged', table(2, many(200, 'Red')));
    vi.runAllTimers();
    expect(store.getState().names).toEqual(new Map(many(200, 'Red').map(one => [`rig.${one.channel}`, one])));
  });

  it('that are as they were draw nothing', () => {
    const { stub, steps } = setUp();
    stub.announce('directory.namesChanged', table(1, many(10, 'Dimmer')));
    stub.announce('directory.namesChanged', table(2, many(10, 'Dimmer')));
    expect(steps).toEqual([10]);
  });
});

describe('names', () => {
  it('follows the tables; an older one that comes late changes nothing', () => {
    const stub = new StubLink();
    const store = createNamesStore(stub.link);
    stub.announce('directory.namesChanged', table(2, [named('1', 'Dimmer')]));
    stub.announce('directory.namesChanged', table(1, []));
    expect(store.getState().names.get('rig.1')?.name).toBe('Dimmer');
    stub.announce('directory.namesChanged', table(3, []));
    expect(store.getState().names.size).toBe(0);
  });

  it('keeps the object of a name that is as it was', () => {
    const stub = new StubLink();
    const store = createNamesStore(stub.link);
    stub.announce('directory.namesChanged', table(1, [named('1', 'Dimmer'), named('2', 'Red')]));
    const before = store.getState().names;
    stub.announce('directory.namesChanged', table(2, [named('1', 'Dimmer'), named('2', 'Rot')]));
    expect(store.getState().names.get('rig.1')).toBe(before.get('rig.1'));
    expect(store.getState().names.get('rig.2')?.name).toBe('Rot');
  });

  it.each([
    [['1'], 'Dimmer'],
    [['9'], ''],
    [['1', '2'], 'Dimmer, Red'],
    [['1', '9', '2', '3'], 'Dimmer, Red +1'],
    [[], ''],
  ])('calls %j together "%s"', (channels, text) => {
    const stub = new StubLink();
    const store = createNamesStore(stub.link);
    const names = [named('1', 'Dimmer'), named('2', 'Red'), named('3', 'Green')];
    stub.announce('directory.namesChanged', table(1, names));
    expect(nameOfAll(store.getState(), 'rig', channels)).toBe(text);
  });
});
