import { beforeEach, describe, expect, it } from 'vitest';
import type { InstanceStatus } from '../../shared/plugin/backend.ts';
import { VirtualClock } from '../../shared/plugin/testing/virtual-clock.ts';
import { ProblemStore } from './problem-store.ts';
import { SETTLE, StatusProblems } from './status-problems.ts';

const OK: InstanceStatus = { state: 'ok', detail: '' };
const GONE: InstanceStatus = { state: 'waiting', detail: 'APC40 is not connected' };

describe('problems of instances that are not ready', () => {
  let clock: VirtualClock;
  let store: ProblemStore;
  let states: Map<string, InstanceStatus>;
  let watch: StatusProblems;
  beforeEach(() => {
    clock = new VirtualClock();
    store = new ProblemStore(clock);
    states = new Map();
    watch = new StatusProblems(clock, store, () =>
      [...states].map(([name, status]) => ({ status, config: { name } })),
    );
  });
  const set = (name: string, status: InstanceStatus) => {
    states.set(name, status);
    watch.changed();
  };
  const listed = () => store.list().map(one => `${one.severity} ${one.message}`);

  it('tells of a device that stays away, not of one that blinks', () => {
    set('apc', GONE);
    clock.advance(SETTLE - 1);
    expect(listed()).toEqual([]);
    set('apc', OK);
    set('apc', GONE);
    clock.advance(SETTLE - 1);
    expect(listed()).toEqual([]);
    clock.advance(SETTLE);
    expect(listed()).toEqual(['warning Instance "apc" is not ready: APC40 is not connected.']);
  });
  it('takes it back when the device is there, or gone from the patch', () => {
    set('apc', GONE);
    set('desk', { state: 'error', detail: 'No MIDI' });
    clock.advance(SETTLE);
    expect(listed()).toHaveLength(2);
    set('apc', OK);
    expect(listed()).toEqual(['error Instance "desk" is not ready: No MIDI.']);
    states.delete('desk');
    watch.changed();
    expect(listed()).toEqual([]);
  });
  it('keeps its time and follows the words of the status', () => {
    set('apc', GONE);
    clock.advance(SETTLE);
    const [before] = store.list();
    clock.advance(5000);
    set('apc', { state: 'waiting', detail: 'retry in 4 s' });
    const [after] = store.list();
    expect(after?.message).toContain('retry in 4 s');
    expect(after?.since).toBe(before?.since);
  });
  it('leaves an instance alone that says itself what is wrong', () => {
    store.report('instance osc1', {
      severity: 'error',
      code: 'backend.bind-failed',
      message: 'taken',
      place: { kind: 'instance', instance: 'osc1', option: 'bind' },
    });
    set('osc1', { state: 'waiting', detail: 'port taken' });
    clock.advance(SETTLE);
    expect(listed()).toEqual(['error taken']);
  });
  it('asks for no more time once it is stopped', () => {
    set('apc', GONE);
    watch.stop();
    clock.advance(SETTLE * 2);
    expect(listed()).toEqual([]);
  });
});
