import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { PatchTree } from './patch-tree.ts';
import { Queries } from './queries.ts';
import { channel, FakeDevices } from './testing/open-view.ts';

async function queries() {
  const devices = new FakeDevices([channel(0, 'a', 'x'), channel(1, '__proto__', 'constructor')]);
  const tree = new PatchTree({
    clock: new VirtualClock(),
    bus: { publish: () => undefined, subscribe: () => () => undefined },
    services: new Map([['devices', devices.callable]]),
    onChange: () => undefined,
  });
  await tree.load();
  return new Queries(tree, { name: 'test', port: 1, oscPort: undefined });
}

const piece = fc.constantFrom(
  '/',
  'a',
  'x',
  '?',
  '&',
  '=',
  '#',
  '%',
  '%2F',
  'VALUE',
  'HOST_INFO',
  '__proto__',
  '..',
);
const target = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join('')),
  fc.string(),
);

it('answer whatever is asked', async () => {
  const { answer } = await queries().then(one => ({ answer: one.answer.bind(one) }));
  await fc.assert(
    fc.asyncProperty(target, async text => {
      const { status, body } = await answer(text, '127.0.0.1');
      expect([200, 204, 400, 404]).toContain(status);
      expect(body !== undefined).toBe(status === 200);
    }),
    { numRuns: 3000 },
  );
});

it('read names of objects as names of nodes', async () => {
  const all = await queries();
  const { body } = await all.answer('/__proto__/constructor', '');
  expect(body).toMatchObject({ FULL_PATH: '/__proto__/constructor', TYPE: 'f' });
  expect((await all.answer('/toString', '')).status).toBe(404);
  const { body: root } = await all.answer('/', '');
  expect(JSON.stringify(root)).toContain('"__proto__":{"FULL_PATH":"/__proto__"');
});

it('say nothing of OSC where none is taken', async () => {
  const { body } = await (await queries()).answer('/?HOST_INFO', '10.0.0.1');
  expect(Object.keys(body ?? {})).toEqual(['NAME', 'WS_IP', 'WS_PORT', 'EXTENSIONS']);
});
