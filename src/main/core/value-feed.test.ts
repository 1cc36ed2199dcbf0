import { describe, expect, it } from 'vitest';
import { ChannelTable } from './channel-table.ts';
import { EventRing } from './event-ring.ts';
import { ValueFeed } from './value-feed.ts';

function world(channels: number, ringSize = 1 << 10) {
  const table = new ChannelTable();
  for (let c = 0; c < channels; c++) table.intern('i', `c${c}`, 0, c);
  const ring = new EventRing(ringSize);
  const feed = new ValueFeed(table, ring);
  const event = (channel: number, value: number) => {
    ring.at = (ring.at + 1) & ring.mask;
    ring.last++;
    ring.channels[ring.at] = channel;
    ring.values[ring.at] = value;
    table.value[channel] = value;
  };
  const collect = () => {
    const any = feed.collect();
    const pairs = Array.from({ length: feed.count }, (_, i) => [feed.indexes[i], feed.values[i]]);
    return any ? pairs : [];
  };
  return { table, event, collect };
}

describe('ValueFeed', () => {
  it('gives each channel that something happened on once, with its newest value', () => {
    const { event, collect } = world(4);
    event(1, 0.25);
    event(2, 0.5);
    event(1, 0.75);
    expect(collect()).toEqual([
      [1, 0.75],
      [2, 0.5],
    ]);
    expect(collect()).toEqual([]);
  });

  it('shows a value that was sent again: a button pressed twice', () => {
    const { event, collect } = world(2);
    event(0, 1);
    collect();
    event(0, 1);
    expect(collect()).toEqual([[0, 1]]);
  });

  it('compares all values when the ring has lost some events', () => {
    const { event, collect } = world(300, 1 << 8);
    for (let c = 0; c < 300; c++) event(c, 0.5);
    expect(collect()).toHaveLength(300);
    for (let i = 0; i < 1000; i++) event(7, i / 1000 + 0.0005);
    expect(collect()).toEqual([[7, expect.closeTo(0.9995)]]);
  });

  it('follows a table that has grown', () => {
    const { table, event, collect } = world(1);
    event(0, 0.5);
    collect();
    for (let c = 1; c < 1000; c++) table.intern('i', `c${c}`, 0, c);
    event(999, 0.125);
    expect(collect()).toEqual([[999, 0.125]]);
  });
});
