import { expect, it } from 'vitest';
import { VirtualClock } from '../../shared/plugin/testing/virtual-clock.ts';
import { LogHub } from './log-hub.ts';

it('holds back a source that floods, says how much, and lets others speak', () => {
  const clock = new VirtualClock();
  const hub = new LogHub(clock, false);
  const loud = hub.logger('loud');
  for (let i = 0; i < 1000; i++) loud.info(`line ${i}`);
  hub.logger('quiet').info('hello');
  expect(hub.recent(1).map(line => line.text)).toEqual(['hello']);
  expect(hub.recent(5000)).toHaveLength(201);
  clock.advance(1000);
  loud.info('again');
  expect(hub.recent(2).map(line => line.text)).toEqual(['800 more lines were held back', 'again']);
});

it('keeps debug lines only when asked to', () => {
  const clock = new VirtualClock();
  const lines: string[] = [];
  for (const verbose of [false, true]) {
    const hub = new LogHub(clock, verbose);
    hub.onLine(line => lines.push(line.text));
    hub.logger('a').debug(`verbose ${verbose}`);
  }
  expect(lines).toEqual(['verbose true']);
});

it('forgets old lines', () => {
  const clock = new VirtualClock();
  const hub = new LogHub(clock, false);
  for (let second = 0; second < 50; second++) {
    for (let i = 0; i < 200; i++) hub.logger('a').info(`${second}.${i}`);
    clock.advance(1000);
  }
  const kept = hub.recent(100_000);
  expect(kept.length).toBeLessThan(5000);
  expect(kept.at(-1)?.text).toBe('49.199');
});
