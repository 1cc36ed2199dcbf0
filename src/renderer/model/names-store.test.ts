import { describe, expect, it } from 'vitest';
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
