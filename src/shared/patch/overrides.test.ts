import { describe, expect, it } from 'vitest';
import { parseCfg } from './cfg/parse-cfg.ts';
import { applyOverrides } from './overrides.ts';

const { document } = parseCfg('[osc desk]\nbind = 1\ndest = file\n/a.b = f\n[map]', 'x', () => ({
  reason: '',
}));
const specs = () => [{ name: 'bind' }, { name: 'destination', aliases: ['dest'] }];
const options = (...settings: string[]) => applyOverrides(document, settings, specs).instances[0]!.options;

describe('applyOverrides', () => {
  it('wins over the file', () =>
    expect(options('desk.bind=2')).toEqual({ bind: '2', dest: 'file', '/a.b': 'f' }));
  it('wins over an alias in the file', () => {
    expect(options('desk.destination=line')).toEqual({ bind: '1', '/a.b': 'f', destination: 'line' });
  });
  it('takes dots and "=" in option and value', () => {
    expect(options('desk./a.b=i 0=1')).toMatchObject({ '/a.b': 'i 0=1' });
  });
  it('makes a list of what is set twice', () => {
    expect(options('desk.bind=2', 'desk.bind=3')).toMatchObject({ bind: ['2', '3'] });
  });
  it('sets options of a backend without a section in the file', () => {
    expect(applyOverrides(document, ['osc.detect=on']).globals).toEqual({ osc: { detect: 'on' } });
  });
  it.each(['desk', 'desk.bind', 'desk=1', '.bind=1', 'desk.=1', '=a.b'])('refuses %s', text => {
    expect(() => applyOverrides(document, [text])).toThrow(expect.objectContaining({ code: 'host.bad-set' }));
  });
  it('refuses an unknown instance', () => {
    expect(() => applyOverrides(document, ['dusk.bind=1'])).toThrow('no instance or backend "dusk"');
  });
});
