import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Include } from './cfg-reader.ts';
import { parseCfg } from './parse-cfg.ts';

const files =
  (texts: Record<string, string>): Include =>
  (path, from) => {
    const file = `${from.slice(0, from.lastIndexOf('/') + 1)}${path}`;
    return Object.hasOwn(texts, file) ? { file, text: texts[file]! } : { reason: 'there is no such file' };
  };
const read = (text: string, texts: Record<string, string> = {}) => parseCfg(text, 'show.cfg', files(texts));
const wires = (text: string) =>
  read(text).document.mappings.map(m => `${m.from} ${m.both ? '<>' : '>'} ${m.to}`);
const problems = (text: string, texts = {}) =>
  read(text, texts).problems.map(p => p.message.replace('show.cfg:', ''));

const SHOW = `\uFEFF; A desk to lights\r
[backend osc]\r
detect = on\r
\r
[osc desk]\r
bind = 127.0.0.1 8000
   /fader/{1..4} = f 0.0 1.0
/a = f 0 1
/a = i 0 255
dest = learn
[artnet lights]
universe = 1
motto = lumière é
[map]
desk./fader/{1..4} > lights.{1..4}
lights.5 < desk./a
desk./a:1 <> lights.6
`;

describe('parseCfg', () => {
  it('reads sections, options and wires', () => {
    const { document, problems: found } = read(SHOW);
    expect(found).toEqual([]);
    expect(document.globals).toEqual({ osc: { detect: 'on' } });
    expect(document.instances).toEqual([
      {
        name: 'desk',
        backend: 'osc',
        options: {
          bind: '127.0.0.1 8000',
          '/fader/{1..4}': 'f 0.0 1.0',
          '/a': ['f 0 1', 'i 0 255'],
          dest: 'learn',
        },
        channels: [],
      },
      {
        name: 'lights',
        backend: 'artnet',
        options: { universe: '1', motto: 'lumière é' },
        channels: [],
      },
    ]);
    expect(Object.keys(document.instances[0]!.options)).toEqual(['bind', '/fader/{1..4}', '/a', 'dest']);
    expect(document.mappings).toEqual([
      { from: 'desk./fader/{1..4}', to: 'lights.{1..4}', both: false, off: false },
      { from: 'desk./a', to: 'lights.5', both: false, off: false },
      { from: 'desk./a:1', to: 'lights.6', both: true, off: false },
    ]);
  });
  it.each([
    ['a.x > b.y', 'a.x > b.y'],
    ['a.x<b.y', 'b.y > a.x'],
    ['a.x <> b.y', 'a.x <> b.y'],
    ['a.x >< b.y', 'a.x <> b.y'],
    ['a.x > b.y ; for the drummer', 'a.x > b.y'],
    ['a.x > b.{1..3}', 'a.x > b.{1..3}'],
  ])('reads the wire %s', (line, wire) => expect(wires(`[map]\n${line}`)).toEqual([wire]));
  it('stores the same pair once, both ways if one line says so', () => {
    expect(wires('[map]\na.x > b.y\nb.y < a.x\na.x <> b.y')).toEqual(['a.x <> b.y']);
  });
  it('splits an option at its first "=" and keeps a ";" in a value', () => {
    const { document } = read('[osc a]\n/x=f 0 1 = 2 ; 3\nempty =');
    expect(document.instances[0]!.options).toEqual({ '/x': 'f 0 1 = 2 ; 3', empty: '' });
  });
  it('takes sections in any order, several times, with a wire before its instance', () => {
    const text =
      '[map]\na.x > b.x\n[osc a]\n[map]\na.y > b.y\n[backend osc]\na = 1\n[osc b]\n[backend osc]\nb = 2';
    expect(problems(text)).toEqual([]);
    expect(wires(text)).toEqual(['a.x > b.x', 'a.y > b.y']);
    expect(read(text).document.globals).toEqual({ osc: { a: '1', b: '2' } });
  });
  it.each([
    ['[map]\na.x = b.y', '2: the line is no mapping: there is neither ">" nor "<" in it.'],
    ['[map]\na.x >', '2: the mapping has only one side.'],
    ['[map]\na.x > b.y ; no', '2: a comment must have a line of its own; it was passed over.'],
    ['[osc a]\nnonsense', '2: the line is neither a header nor option = value.'],
    ['[osc a]\n= 3', '2: there is no option name before the "=".'],
    ['lost = 1', '1: an option stands before any header.'],
    ['[osc]', '1: the header names no instance: write [BACKEND INSTANCE].'],
    ['[osc a.b]', '1: the instance name "a.b" contains a space or a dot.'],
    ['[osc a]\n[osc a]', '2: there is another instance named "a".'],
    ['[include x.cfg]', '1: cannot include x.cfg: there is no such file.'],
  ])('reports %j', (text, problem) => expect(problems(text)).toEqual([problem]));
  it('merges the options of an instance that is declared twice, unless its backend differs', () => {
    const { instances } = read('[osc a]\nx = 1\n[osc a]\ny = 2\n[midi a]\nz = 3').document;
    expect(instances).toEqual([{ name: 'a', backend: 'osc', options: { x: '1', y: '2' }, channels: [] }]);
  });
  it('includes files relative to the including one; lines behind belong to the last section of the included', () => {
    const texts = {
      'parts/a.cfg': '[include b.cfg]\nfrom-a = 1',
      'parts/b.cfg': '[osc b]\nfrom-b = 1',
    };
    const { document, problems: found } = read(
      '[include parts/a.cfg]\nfrom-top = 1\n[map]\nb.x > b.y',
      texts,
    );
    expect(found).toEqual([]);
    expect(document.instances[0]!.options).toEqual({ 'from-b': '1', 'from-a': '1', 'from-top': '1' });
  });
  it('names the file and line of a problem in an included file', () => {
    const [problem] = read('[include a.cfg]', { 'a.cfg': '\n[map]\nx' }).problems;
    expect(problem?.place).toEqual({ kind: 'file', file: 'a.cfg', line: 3 });
  });
  it('stops files that include themselves or each other without end', () => {
    expect(problems('[include a.cfg]', { 'a.cfg': '[include a.cfg]' })[0]).toContain('would include itself');
    const twice: Include = (_path, from) => ({ file: `${from}x`, text: '[include a]\n[include a]' });
    expect(parseCfg('[include a]', 'x', twice).problems.at(-1)?.message).toMatch(
      /include each other|more parts/,
    );
  });
  it('is safe from hostile names', () => {
    const { document } = read('[__proto__ __proto__]\n__proto__ = 1\n[backend __proto__]\n__proto__ = 2');
    expect(document.instances[0]!.options).toEqual(Object.fromEntries([['__proto__', '1']]));
    expect(Object.keys(document.globals)).toEqual(['__proto__']);
  });
  it('never throws on any text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '\n',
        '[',
        ']',
        '=',
        '>',
        '<',
        '[map]',
        '\n[osc a]\n',
        '[include a]',
        ';',
        '{1..2}',
        'a.b',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
        const { document } = read(pieces.join(''), { a: 'x = 1' });
        for (const { from, to } of document.mappings) expect(from && to).toBeTruthy();
      }),
      { numRuns: 2000 },
    );
  });
  it('reads a long line of blanks in linear time', () => {
    expect(read(`[osc a]\nx =${' '.repeat(2_000_000)}y`).document.instances[0]!.options).toEqual({ x: 'y' });
  });
});
