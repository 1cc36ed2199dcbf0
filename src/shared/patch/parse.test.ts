import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../error/coded-error.ts';
import { applyAll } from './apply.ts';
import { parsePatch } from './parse.ts';
import { serialize } from './serialize.ts';
import { documents } from './testing/arbitraries.ts';

const GOOD = `{
  "crosspatch": 1,
  "globals": {
    "osc": {
      "detect": "on"
    }
  },
  "instances": [
    {
      "name": "desk",
      "backend": "osc",
      "options": {
        "bind": "127.0.0.1 8000",
        "/b": ["f 0 1", "i 0 255"],
        "/a": "f 0 1"
      },
      "channels": ["/a", "/b:{1..2}"]
    },
    {
      "name": "rig",
      "backend": "osc"
    }
  ],
  "mappings": [
    { "from": "desk./a", "to": "rig./a" },
    { "from": "desk./b:{1..2}", "to": "rig./x", "both": true, "off": true }
  ],
  "layout": {
    "nodes": {
      "desk": { "x": 40, "y": 60, "width": 300 },
      "rig": { "x": 420, "y": 60, "collapsed": true }
    }
  }
}
`;
const open = (text: string) => parsePatch(text, 'x.crosspatch');
const resave = (text: string) => serialize(open(text).document);

describe('parsePatch and serialize', () => {
  it('give back every document', () => {
    fc.assert(
      fc.property(documents, document => {
        const { document: again } = open(serialize(document));
        expect(again).toEqual(document);
        expect(serialize(again)).toBe(serialize(document));
      }),
      { numRuns: 400 },
    );
  });
  it('save an unchanged file byte for byte, with no problems', () => {
    expect(open(GOOD).problems).toEqual([]);
    expect(resave(GOOD)).toBe(GOOD);
  });
  it('keep the order of options', () => {
    expect(Object.keys(open(GOOD).document.instances[0]!.options)).toEqual(['bind', '/b', '/a']);
  });
  it('change only the layout section when a node moves', () => {
    const moved = applyAll(open(GOOD).document, [
      { op: 'layout.node', instance: 'desk', layout: { x: 1, y: 2 } },
    ]);
    const head = (text: string) => text.slice(0, text.indexOf('"layout"'));
    expect(head(serialize(moved))).toBe(head(GOOD));
    expect(serialize(moved)).not.toBe(GOOD);
  });
  it('bear a byte order mark and Windows line ends', () => {
    const windows = `\uFEFF${GOOD.replaceAll('\n', '\r\n')}`;
    expect(open(windows).problems).toEqual([]);
    expect(resave(windows)).toBe(GOOD);
  });
});

const damaged = (text: string, pattern: RegExp, by: string) => {
  const hurt = text.replace(pattern, by);
  expect(hurt).not.toBe(text);
  return hurt;
};

describe('a damaged file', () => {
  it('keeps parts that are not understood in their places and lists them', () => {
    const text = damaged(
      damaged(
        GOOD,
        /"mappings": \[/,
        '"future": { "a": [1, null] },\n  "mappings": [7, {"from": "desk./a"},',
      ),
      /"backend": "osc",\n/,
      '"backend": "osc", "colour": "red", "__proto__": { "x": 1 },',
    );
    const { document, problems } = open(text);
    expect(problems.map(p => p.message)).toEqual([
      'x.crosspatch: /instances/0/colour could not be understood: this version does not know it.',
      'x.crosspatch: /instances/0/__proto__ could not be understood: this version does not know it.',
      'x.crosspatch: /mappings/0 could not be understood: it has no "from" or no "to".',
      'x.crosspatch: /mappings/1 could not be understood: it has no "from" or no "to".',
      'x.crosspatch: /future could not be understood: this version does not know it.',
    ]);
    expect(document.mappings).toHaveLength(2);
    const value: unknown = JSON.parse(serialize(document));
    expect(value).toEqual(JSON.parse(text));
    expect(resave(serialize(document))).toBe(serialize(document));
  });
  it('keeps known members of a wrong type, also beside new content of that name', () => {
    const { document, problems } = open(
      '{"crosspatch":1,"instances":{"a":1},"layout":[3],"globals":{"osc":5}}',
    );
    expect(problems).toHaveLength(3);
    expect(JSON.parse(serialize(document))).toEqual({
      crosspatch: 1,
      globals: { osc: 5 },
      instances: { a: 1 },
      layout: [3],
    });
    const instance = { name: 'n', backend: 'osc', options: {}, channels: [] };
    const edited = serialize(applyAll(document, [{ op: 'instance.add', instance }]));
    expect(JSON.parse(edited)).toMatchObject({ unreadable: { '/instances': { a: 1 } } });
    expect(resave(edited)).toBe(edited);
  });
  it('carries what it does not understand of an instance through a rename', () => {
    const text =
      '{"crosspatch":1,"instances":[{"name":"a","backend":"osc","options":{"x":{"y":1}},"lit":true}]}';
    const { document } = open(text);
    const renamed = serialize(applyAll(document, [{ op: 'instance.rename', name: 'a', to: 'b' }]));
    expect(JSON.parse(renamed)).toEqual(JSON.parse(text.replace('"a"', '"b"')));
  });
  it('of a newer version is read, told and written back with its version', () => {
    const { document, problems } = open(GOOD.replace('"crosspatch": 1', '"crosspatch": 9'));
    expect(problems.map(p => p.code)).toEqual(['patch.newer-version']);
    expect(serialize(document)).toContain('"crosspatch": 9');
  });
  it('that is cut off opens up to there, and the rest of its text is kept', () => {
    const cut = GOOD.slice(0, GOOD.indexOf('rig./x') + 3);
    const { document, problems } = open(cut);
    expect(document.instances).toHaveLength(2);
    expect(document.mappings).toHaveLength(1);
    expect(problems[0]?.message).toContain('line 26');
    expect(document.unknown['']).toBe('"to": "rig');
    expect(resave(serialize(document))).toBe(serialize(document));
  });
  it('with commas too many loses nothing', () => {
    const { document, problems } = open(damaged(GOOD, /\n {2}\],\n {2}"layout"/, ',\n],"layout"'));
    expect(document).toEqual(open(GOOD).document);
    expect(problems).toHaveLength(1);
  });
  it.each(['', 'hello', '[midi x]\na = b', '[]', '3', '{', '{"a', '{'.repeat(100_000), 'null'])(
    'refuses %.20s',
    text => {
      expect(() => open(text)).toThrow(expect.objectContaining({ code: 'patch.not-json' }));
    },
  );
  it('that nests too deeply does not overflow the stack', () => {
    const deep = `{"crosspatch":1,"sections":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`;
    expect(open(deep).problems).not.toEqual([]);
    expect(resave(serialize(open(deep).document))).toBe(serialize(open(deep).document));
  });
  it('never throws anything but patch.not-json, and what was read is saved again the same', () => {
    const mutation = fc.tuple(
      fc.nat(GOOD.length),
      fc.nat(20),
      fc.oneof(fc.string(), fc.constantFrom('"', '{', ']')),
    );
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 5 }), mutations => {
        let text = GOOD;
        for (const [at, cut, insert] of mutations) text = text.slice(0, at) + insert + text.slice(at + cut);
        try {
          const saved = resave(text);
          expect(resave(saved)).toBe(saved);
        } catch (thrown) {
          if (!(thrown instanceof CodedError)) throw thrown;
          expect(thrown.code).toBe('patch.not-json');
        }
      }),
      { numRuns: 3000 },
    );
  });
  it('of any JSON value is read or refused', () => {
    const key = fc.constantFrom(
      'crosspatch',
      'version',
      'instances',
      'mappings',
      'layout',
      'nodes',
      'name',
      'x',
    );
    const leaf = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null));
    const level = (inner: fc.Arbitrary<unknown>) =>
      fc.oneof(leaf, fc.array(inner, { maxLength: 3 }), fc.dictionary(key, inner, { maxKeys: 4 }));
    const value = level(level(level(leaf)));
    fc.assert(
      fc.property(fc.dictionary(key, value), file => {
        const saved = resave(JSON.stringify(file));
        expect(resave(saved)).toBe(saved);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('migration', () => {
  it('reads format 0', () => {
    const text = readFileSync(new URL('./migrations/v0.crosspatch', import.meta.url), 'utf8');
    const { document } = open(text);
    expect(document.version).toBe(1);
    expect(document.instances.map(i => i.name)).toEqual(['desk', 'rig']);
    expect(document.mappings).toEqual([
      { from: 'desk./fader', to: 'rig./level', both: false, off: false },
      { from: 'desk./{1..4}', to: 'rig./{1..4}', both: true, off: false },
    ]);
    expect(document.layout.nodes['rig']).toEqual({ x: 420, y: 60 });
    expect(document.unknown).toEqual({ '/note': 'written by hand in the first week' });
    expect(resave(serialize(document))).toBe(serialize(document));
  });
});
