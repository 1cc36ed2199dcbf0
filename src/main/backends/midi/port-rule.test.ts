import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPort, hasPort, stableName } from './port-rule.ts';

const PORTS = [
  'Midi Through:Midi Through Port-0 14:0',
  'APC40 mkII:APC40 mkII MIDI 1 20:0',
  'nanoKONTROL:nanoKONTROL MIDI 1 24:0',
  'nanoKONTROL:nanoKONTROL MIDI 1 28:0',
  'My synth:In 128:0',
];
const found = (rule: string) => findPort(rule, PORTS)?.name;

describe('findPort', () => {
  it.each([
    ['APC40 mkII:APC40 mkII MIDI 1 99:0', PORTS[1]],
    ['nanoKONTROL:nanoKONTROL MIDI 1 28:0', PORTS[3]],
    ['APC40 mkII:APC40 mkII MIDI 1', PORTS[1]],
    ['APC40', PORTS[1]],
    ['apc40 MKII', PORTS[1]],
    ['through port', PORTS[0]],
    ['In', PORTS[4]],
    ['24:0', PORTS[2]],
    ['nanoKONTROL #2', PORTS[3]],
    ['nanoKONTROL #3', undefined],
    ['/^nano.*28/', PORTS[3]],
    ['/MY SYNTH/i', PORTS[4]],
    ['/(/', undefined],
    ['', undefined],
    ['Launchpad', undefined],
  ])('%s', (rule, port) => expect(found(rule)).toBe(port));

  it('prefers the whole name to its beginning, and that to a part', () => {
    const ports = ['Big Fader', 'Fader Two', 'Fader'];
    expect(findPort('Fader', ports)).toEqual({ name: 'Fader', nth: 0 });
    expect(findPort('Fader', ports.slice(0, 2))).toEqual({ name: 'Fader Two', nth: 0 });
    expect(findPort('Fader', ports.slice(0, 1))).toEqual({ name: 'Big Fader', nth: 0 });
  });
  it('tells ports of the same name apart', () => {
    expect(findPort('X #2', ['X', 'X'])).toEqual({ name: 'X', nth: 1 });
    expect(hasPort({ name: 'X', nth: 1 }, ['X', 'X'])).toBe(true);
    expect(hasPort({ name: 'X', nth: 1 }, ['X'])).toBe(false);
  });
  it('finds a port by its own stable name, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (rule, ports) => {
        const port = findPort(rule, ports);
        if (port) expect(hasPort(port, ports)).toBe(true);
        expect(stableName('A:B 1:2')).toBe('A:B');
      }),
    );
  });
});
