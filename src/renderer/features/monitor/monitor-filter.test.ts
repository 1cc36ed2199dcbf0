import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NamedEvent, parseFilter } from './monitor-filter.ts';

const event = (ref: string, value = 0.5, direction: 'in' | 'out' = 'in', cause = 0): NamedEvent => {
  const dot = ref.indexOf('.');
  return {
    event: { seq: 1, time: 0, channel: 0, direction, value, cause },
    instance: ref.slice(0, dot),
    channel: ref.slice(dot + 1),
    name: ref === 'synth.ch0.cc74' ? 'Filter Cutoff' : '',
  };
};

describe('parseFilter', () => {
  it.each([
    ['', 'a.b', true],
    ['fader', 'osc1./FADER/1', true],
    ['fader', 'osc1./mute', false],
    ['dev:osc', 'osc1./x', true],
    ['dev:osc', 'my-osc./x', false],
    ['dev:*osc', 'my-osc1./x', false],
    ['dev:*osc*', 'my-osc1./x', true],
    ['ch:/fader/*', 'osc1./fader/1', true],
    ['ch:/fader/*', 'osc1.x/fader/1', false],
    ['dir:out', 'a.b', false],
    ['val>0.4 val<0.6', 'a.b', true],
    ['val>=0.6', 'a.b', false],
    ['-osc1', 'osc1./x', false],
    ['-osc1', 'osc2./x', true],
    ['dev:', 'a.b', true],
    ['cause:#0', 'a.b', true],
    ['cutoff', 'synth.ch0.cc74', true],
    ['cutoff', 'synth.ch0.cc75', false],
    ['cc74', 'synth.ch0.cc74', true],
    ['name:filter', 'synth.ch0.cc74', true],
    ['name:synth', 'synth.ch0.cc74', false],
    ['-name:cut', 'synth.ch0.cc74', false],
  ])('%s for %s is %s', (text, ref, passes) => expect(parseFilter(text)(event(ref))).toBe(passes));

  it('never throws on what is being typed', () => {
    fc.assert(fc.property(fc.string(), text => void parseFilter(text)(event('a.b'))));
  });
});
