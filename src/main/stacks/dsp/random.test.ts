import { describe, expect, it } from 'vitest';
import { Random, randomFrom } from './random.ts';

describe('Random', () => {
  it('gives the published first words of MT19937', () => {
    expect(new Random(5489).word()).toBe(3499211612);
    const byList = new Random([0x123, 0x234, 0x345, 0x456]);
    expect([byList.word(), byList.word(), byList.word()]).toEqual([1067595299, 955945823, 477289528]);
  });
  it('draws every number below n and none other', () => {
    const random = new Random(1);
    const seen = new Set(Array.from({ length: 200 }, () => random.below(5)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
  });
  it('shuffles into a permutation that the seed decides', () => {
    const list = ['a', 'b', 'c', 'd', 'e'];
    const first = randomFrom(8).shuffled(list);
    expect(first.toSorted()).toEqual(list);
    expect(randomFrom(8).shuffled(list)).toEqual(first);
    expect(randomFrom('eight').shuffled(list)).toEqual(randomFrom('eight').shuffled(list));
  });
  it('has a normal distribution of mean 0 and deviation 1', () => {
    const random = new Random(3);
    const drawn = Array.from({ length: 20_000 }, () => random.normal());
    const mean = drawn.reduce((a, b) => a + b) / drawn.length;
    const variance = drawn.reduce((a, b) => a + (b - mean) ** 2, 0) / drawn.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });
});
