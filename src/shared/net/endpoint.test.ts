import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../plugin/testing/virtual-clock.ts';
import { isLoopback, parseEndpoint } from './endpoint.ts';
import { Retry } from './retry.ts';

describe('parseEndpoint', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1', 6454, []],
    ['10.0.0.1 7000', '10.0.0.1', 7000, []],
    ['10.0.0.1:7000 LOCAL', '10.0.0.1', 7000, ['local']],
    ['  cam.local   udp ', 'cam.local', 6454, ['udp']],
    ['[fe80::1]:9', 'fe80::1', 9, []],
    [':: 9', '::', 9, []],
  ])('reads %j', (text, host, port, words) => {
    expect(parseEndpoint(text, 6454)).toEqual({ host, port, words });
  });
  it('refuses an empty host and a port out of range', () => {
    expect(parseEndpoint('  ', 1)).toBe('has no host');
    expect(parseEndpoint('a 65536', 1)).toContain('65536');
  });
  it('knows loopback', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['10.0.0.1', '127.0.0.1.example', '0.0.0.0'].some(isLoopback)).toBe(false);
  });
});

describe('Retry', () => {
  it('waits longer each time, starts anew when settled, and stops', () => {
    const clock = new VirtualClock();
    const tries: number[] = [];
    const retry = new Retry(clock, () => void tries.push(clock.now()), 100, 300);
    const pauses = [1, 2, 3, 4].map(() => {
      const pause = retry.again();
      retry.again();
      clock.advance(pause);
      return pause;
    });
    expect(pauses).toEqual([100, 200, 300, 300]);
    expect(tries).toHaveLength(4);
    retry.settled();
    expect(retry.again()).toBe(100);
    retry.stop();
    retry.again();
    clock.advance(1000);
    expect(tries).toHaveLength(4);
  });
});
