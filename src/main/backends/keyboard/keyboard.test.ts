import { describe, expect, it } from 'vitest';
import type { Options } from '../../../shared/patch/options.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { chordInfo, parseChord, suggestChords } from './chord.ts';
import { keyboardBackend } from './index.ts';
import { SILENCE_MS } from './keys.ts';

async function bench(options: Options = {}) {
  const clock = new VirtualClock();
  const host = await FakeHost.start(keyboardBackend, { options, clock });
  const ask = (op: string, params: unknown = {}) => host.instance.request?.(op, params);
  const key = (code: string, down: boolean, held = {}) => ask('key', { code, down, ...held });
  const values = () => host.emitted.map(one => [one.channel, one.value]);
  return { clock, host, ask, key, values };
}

describe('a keyboard', () => {
  it('emits keys with exactly their modifiers', async () => {
    const { host, key, values } = await bench();
    host.add('KeyA');
    host.add('ctrl+shift+KeyA');
    expect(key('KeyA', true)).toEqual({ used: true });
    key('KeyA', true);
    key('KeyA', false);
    key('KeyA', true, { ctrl: true, shift: true });
    // The modifier came up first: it is still the same key that is released.
    key('KeyA', false, { shift: true });
    expect(key('KeyA', true, { ctrl: true })).toEqual({ used: false });
    expect(values()).toEqual([
      ['KeyA', 1],
      ['KeyA', 0],
      ['ctrl+shift+KeyA', 1],
      ['ctrl+shift+KeyA', 0],
    ]);
    expect(host.detected).toEqual([{ channel: 'ctrl+KeyA', value: 1 }]);
  });
  it('knows a modifier alone as a key', async () => {
    const { host, key, values } = await bench();
    host.add('ShiftLeft');
    key('ShiftLeft', true, { shift: true });
    expect(values()).toEqual([['ShiftLeft', 1]]);
  });
  it('toggles', async () => {
    const { host, key, values } = await bench({ mode: 'toggle' });
    host.add('Space');
    for (let i = 0; i < 3; i++) {
      key('Space', true);
      key('Space', false);
    }
    expect(values().map(([, value]) => value)).toEqual([1, 0, 1]);
  });
  it('releases what is down when the window loses the focus, falls silent, or on panic', async () => {
    const { host, key, ask, clock } = await bench();
    host.add('Space');
    for (const leave of [
      () => void ask('blur'),
      () => clock.advance(SILENCE_MS),
      () => host.instance.panic?.(),
    ]) {
      key('Space', true);
      leave();
      expect(host.last('Space')).toBe(0);
    }
    expect(clock.pending).toBe(0);
    key('Space', true);
    for (let i = 0; i < 5; i++) {
      clock.advance(1000);
      ask('alive');
    }
    expect(host.last('Space')).toBe(1);
  });
  it('tells the window which keys are used', async () => {
    const { host, ask } = await bench();
    host.add('shift+ctrl+KeyS');
    expect(ask('keys')).toEqual({ keys: ['ctrl+shift+KeyS'] });
    host.instance.removeChannel(0);
    expect(host.notified.at(-1)).toEqual({ topic: 'keys', payload: { keys: [] } });
  });
  it('refuses what is no key', async () => {
    const { host, ask } = await bench();
    for (const bad of [null, 1, {}, { code: 'KeyA' }, { code: '<b>', down: true }, { code: 5, down: true }]) {
      expect(ask('key', bad)).toEqual({ used: false });
    }
    expect(host.counters.malformed).toBe(6);
  });
});

describe('names of keys', () => {
  it('are put in order', () => {
    expect(parseChord('x', 'Meta+shift+CTRL+KeyA')).toBe('ctrl+shift+meta+KeyA');
    expect(chordInfo('ctrl+ArrowUp').label).toBe('Ctrl + Arrow Up');
    expect(chordInfo('shift+KeyA').label).toBe('Shift + A');
  });
  it.each(['', 'ctrl+', 'a', 'ctrl+ctrl+KeyA', 'hyper+KeyA', 'Key A'])('refuse "%s"', name => {
    expect(() => parseChord('x', name)).toThrow(/has no channel/);
  });
  it('are suggested behind their modifiers', () => {
    expect(suggestChords('ctrl+s', 3).map(info => info.name)).toEqual([
      'ctrl+Space',
      'ctrl+KeyS',
      'ctrl+Semicolon',
    ]);
    expect(suggestChords('nonsense+s', 3)).toEqual([]);
  });
});
