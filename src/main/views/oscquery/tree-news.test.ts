import { expect, it } from 'vitest';
import type { LiveChannel } from '../../../shared/contract/calls/devices.ts';
import { Namespace } from './namespace.ts';
import { channel } from './testing/open-view.ts';
import { treeNews } from './tree-news.ts';

const tree = (...channels: LiveChannel[]) => new Namespace(channels, []).root;
const told = (before: LiveChannel[], after: LiveChannel[]) =>
  treeNews(tree(...before), tree(...after)).map(({ COMMAND, DATA }) => `${COMMAND} ${DATA}`);

const x = channel(0, 'a', 'x');
const y = channel(1, 'a', 'y');

it('tells the topmost nodes that came and went', () => {
  expect(told([], [x, y])).toEqual(['PATH_ADDED /a']);
  expect(told([x], [x, y])).toEqual(['PATH_ADDED /a/y']);
  expect(told([x, y], [y])).toEqual(['PATH_REMOVED /a/x']);
  expect(told([x], [channel(2, 'b', '/x/1'), channel(3, 'b', '/x/2')])).toEqual([
    'PATH_REMOVED /a',
    'PATH_ADDED /b',
  ]);
});

it('tells what is described otherwise, and nothing when nothing changed', () => {
  expect(told([x, y], [x, channel(1, 'a', 'y', true)])).toEqual(['PATH_CHANGED /a/y']);
  expect(told([x, y], [y, x])).toEqual([]);
  const named = new Namespace(
    [x],
    [{ instance: 'a', channel: 'x', name: 'X', source: 's', more: 0, personal: false }],
  );
  expect(treeNews(tree(x), named.root)).toEqual([{ COMMAND: 'PATH_CHANGED', DATA: '/a/x' }]);
});

it('tells of a container that becomes a channel', () => {
  const inner = channel(2, 'b', '/x/1');
  expect(told([inner], [inner, channel(3, 'b', '/x')])).toEqual(['PATH_CHANGED /b/x']);
});

it('says "all" instead of a hundred things', () => {
  const many = Array.from({ length: 100 }, (_, i) => channel(i, 'a', `c${i}`));
  expect(told([x], [x, ...many])).toEqual(['PATH_CHANGED /']);
  expect(told([x, ...many], [x, y])).toEqual(['PATH_CHANGED /']);
});
