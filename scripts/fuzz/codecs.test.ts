import { describe, expect, it } from 'vitest';
import { CODEC_TARGETS } from './codec-targets.ts';
import { Mutator } from './mutate.ts';

describe('codecs', () => {
  it.each(CODEC_TARGETS.map(target => [target.name, target] as const))(
    '%s bears 20,000 inputs',
    (_, target) => {
      const mutator = new Mutator(1, target.samples);
      for (let i = 0; i < 20_000; i++) target.feed(mutator.next());
    },
  );
  it('makes the same inputs of the same seed, and different ones', () => {
    const sample = Uint8Array.from({ length: 50 }, (_, i) => i);
    const run = (seed: number) => {
      const mutator = new Mutator(seed, [sample]);
      return Array.from({ length: 100 }, () => Buffer.from(mutator.next()).toString('hex'));
    };
    expect(run(1)).toEqual(run(1));
    expect(new Set(run(1)).size).toBeGreaterThan(60);
    expect(run(1)).not.toEqual(run(2));
  });
});
