import { beforeEach, describe, expect, it } from 'vitest';
import { DeskList, type Kept, type SendOptions } from './desk-list.ts';

interface Thing {
  readonly name: string;
  readonly n: number;
}

let list: readonly Kept<Thing>[];
let sent: (SendOptions<Thing> & { readonly item: Thing })[];
let refuse: string;
let desk: DeskList<Thing>;
beforeEach(() => {
  list = [{ name: 'a', n: 0, scope: 'patch' }];
  sent = [];
  refuse = '';
  desk = new DeskList<Thing>({
    read: () => list,
    write: next => {
      list = next;
    },
    plain: ({ name, n }) => ({ name, n }),
    send: async (item, options) => {
      if (refuse !== '') throw new Error(refuse);
      sent.push({ item, ...options });
    },
    remove: async () => undefined,
  });
});

const more = (one: Thing) => ({ ...one, n: one.n + 1 });

describe('DeskList', () => {
  it('each change begins with what the one before has made', async () => {
    const faults = await Promise.all([
      desk.change('a', more),
      desk.change('a', more),
      desk.change('a', more),
    ]);
    expect(faults).toEqual(['', '', '']);
    expect(sent.map(one => [one.seen?.n, one.item.n])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(list).toEqual([{ name: 'a', n: 3, scope: 'patch' }]);
  });

  it('a change that was asked for under the old name reaches the renamed item', async () => {
    const rename = desk.change('a', one => ({ ...one, name: 'b' }));
    const change = desk.change('a', more);
    expect(await Promise.all([rename, change])).toEqual(['', '']);
    expect(sent[1]).toMatchObject({ replaces: 'b', item: { name: 'b', n: 1 } });
  });

  it('a refused change is told, changes nothing, and the next one goes on', async () => {
    refuse = 'It was changed elsewhere.';
    expect(await desk.change('a', more)).toBe('It was changed elsewhere.');
    expect(list[0]?.n).toBe(0);
    refuse = '';
    expect(await desk.change('a', more)).toBe('');
    expect(list[0]?.n).toBe(1);
  });

  it('moves to another scope, and sends nothing where nothing is other', async () => {
    await desk.change('a', one => one);
    expect(sent).toEqual([]);
    await desk.change('a', one => one, 'app');
    expect(sent[0]).toMatchObject({ scope: 'app', replaces: 'a' });
    expect(list[0]?.scope).toBe('app');
    expect(await desk.change('gone', more)).toBe('');
    expect(sent).toHaveLength(1);
  });

  it('a new one is there at once', async () => {
    expect(await desk.add({ name: 'c', n: 7 }, 'app')).toBe('');
    expect(list.at(-1)).toEqual({ name: 'c', n: 7, scope: 'app' });
    await desk.add({ name: 'b', n: 1 });
    expect(list.map(one => one.name)).toEqual(['a', 'b', 'c']);
  });
});
