import { expect, it } from 'vitest';
import { encodePacket } from '../../src/shared/osc/encode.ts';
import { OscFuzzer } from './osc-packets.ts';
import { openTarget } from './osc-target.ts';

it('bears thousands of fuzzed packets, and still understands a sound one', async () => {
  const target = await openTarget();
  const fuzzer = new OscFuzzer(1);
  for (let i = 0; i < 3000; i++) target.packet(fuzzer.next());
  const { received, malformed } = target.counters;
  expect(received).toBe(3000);
  expect(malformed).toBeGreaterThan(500);
  expect(target.count).toMatchObject({ wrong: 0 });
  const before = target.count.events;
  expect(before).toBeGreaterThan(100);
  target.packet(encodePacket({ address: '/ch/*/on', args: [{ type: 'T' }] }));
  expect(target.count.events).toBe(before + 2);
});
