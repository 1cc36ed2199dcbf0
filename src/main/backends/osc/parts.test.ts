import { describe, expect, it } from 'vitest';
import { formatChannel, parseChannel, suggestChannels } from './channels.ts';
import { readConfig } from './config.ts';
import { parseDestination, parseEndpoint } from './endpoint.ts';
import { Formats, parseFormat } from './format.ts';

describe('a channel', () => {
  it.each([
    ['/a', { path: '/a', index: 0 }, '/a'],
    ['/a:0', { path: '/a', index: 0 }, '/a'],
    ['/a:12', { path: '/a', index: 12 }, '/a:12'],
    ['/a:b', { path: '/a:b', index: 0 }, '/a:b'],
    ['/a:1:0', { path: '/a:1', index: 0 }, '/a:1:0'],
    ['/a#1/b c', { path: '/a#1/b c', index: 0 }, '/a#1/b c'],
  ])('%s is read', (spelling, channel, name) => {
    expect(parseChannel('o', spelling)).toEqual(channel);
    expect(formatChannel(channel)).toBe(name);
    expect(parseChannel('o', name)).toEqual(channel);
  });
  it.each(['', 'a', '/', '/a/', '/a//b', '/a*', '/{a}', '/a:256', '/a\0b', '/a]', `/${'a'.repeat(1000)}`])(
    'is refused: %j',
    spelling => expect(() => parseChannel('o', spelling)).toThrow('Instance "o" has no channel'),
  );
  it('is offered from the patterns, with what was typed last', () => {
    const options = { '/fader': 'ff -60 0', '/any*': 'f', '/go': 'none' };
    const names = (text: string, limit = 10) => suggestChannels(text, options, limit).map(info => info.name);
    expect(names('/')).toEqual(['/fader', '/fader:1', '/go']);
    expect(names('/f')).toEqual(['/fader', '/fader:1', '/f']);
    expect(names('/', 1)).toEqual(['/fader']);
    expect(suggestChannels('/fader', options, 1)[0]).toMatchObject({
      min: -60,
      max: 0,
      source: true,
      target: true,
    });
  });
});

describe('a pattern option', () => {
  const args = (text: string) => {
    const result = parseFormat('/p', text);
    return result.ok ? result.format.args.map(arg => [arg.type, arg.min, arg.max]) : result.reason;
  };
  it.each([
    ['f', [['f', 0, 1]]],
    ['i', [['i', 0, 255]]],
    ['h', [['h', 0, 1024]]],
    ['d -1 1', [['d', -1, 1]]],
    ['i 10 -10', [['i', 10, -10]]],
    [
      'if 0 10',
      [
        ['i', 0, 10],
        ['f', 0, 1],
      ],
    ],
    [
      'sTf 2 3',
      [
        ['s', 0, 1],
        ['T', 0, 1],
        ['f', 2, 3],
      ],
    ],
    ['  f   0   1e3 ', [['f', 0, 1000]]],
    ['', []],
    ['none', []],
  ])('%j is read', (text, expected) => expect(args(text)).toEqual(expected));
  it.each([
    ['x', 'unknown type'],
    ['f 1', 'no upper'],
    ['f 1 1', 'same limit twice'],
    ['f a b', 'two numbers'],
    ['f 0 1 2 3', 'limits too many'],
    ['[ff]', 'unknown type "["'],
    ['f'.repeat(257), 'more than 256'],
  ])('%j is refused', (text, words) => expect(args(text)).toContain(words));
  it('counts by the first that matches, the whole path', () => {
    const formats = new Formats(
      [
        ['/a/b', 'i'],
        ['/a/*', 'd'],
        ['/a/c', 'h'],
        ['/x', 'f'],
        ['/x', 'i'],
      ].flatMap(([path, text]) => {
        const result = parseFormat(path ?? '', text ?? '');
        return result.ok ? [result.format] : [];
      }),
    );
    const types = (path: string) => formats.find(path)?.[0]?.type;
    expect([types('/a/b'), types('/a/c'), types('/a/d'), types('/x')]).toEqual(['i', 'd', 'd', 'f']);
    expect([types('/a'), types('/a/b/c'), types('/x/y')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('an address option', () => {
  it.each([
    ['127.0.0.1 8000', '127.0.0.1', 8000],
    ['  host.example \t 1 ', 'host.example', 1],
    ['host:9000', 'host', 9000],
    [':: 9000', '::', 9000],
    ['[::1]:9000', '::1', 9000],
    ['* 9000', '0.0.0.0', 9000],
    ['9000', '127.0.0.1', 9000],
  ])('%j is read', (text, host, port) => expect(parseEndpoint(text)).toEqual({ host, port }));
  it.each(['', 'host', 'host 70000', 'host port', 'a b c'])('%j is refused', text => {
    expect(parseEndpoint(text)).toBeUndefined();
  });
  it('can be learned', () => {
    expect(parseDestination('learn')).toEqual({ kind: 'learn', port: undefined });
    expect(parseDestination('learn@9000')).toEqual({ kind: 'learn', port: 9000 });
    expect(parseDestination('h 1')).toEqual({ kind: 'fixed', endpoint: { host: 'h', port: 1 } });
    for (const text of ['learn@0', 'learn@70000', 'learn@', 'h 0'])
      expect(parseDestination(text)).toBeUndefined();
  });
  it('leads to a problem when it is learned without listening', () => {
    expect(readConfig('o', { destination: 'learn' }).problems).toHaveLength(1);
    expect(readConfig('o', { destination: 'learn', bind: '1' }).problems).toHaveLength(0);
  });
});
