import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTopic, topicName } from './channels.ts';
import { addFormat, decodeJson, decodeText, encodeValue, type Format, PLAIN } from './codec.ts';
import { formatJsonPath, parseJsonPath, readJsonPath, writeJsonPath } from './json-path.ts';

function format(...lines: string[]): Format {
  return lines.reduce<Format>((before, line) => {
    const after = addFormat(before, line);
    if (typeof after === 'string') throw new Error(after);
    return after;
  }, PLAIN);
}

describe('values', () => {
  it('reads what it writes, in any range', () => {
    const bound = fc.integer({ min: -1000, max: 1000 });
    const value = fc.integer({ min: 0, max: 1000 }).map(n => n / 1000);
    fc.assert(
      fc.property(bound, bound, value, (min, max, v) => {
        fc.pre(min !== max);
        const given = format(`range ${min} ${max}`);
        expect(decodeText(encodeValue(v, given), given)).toBeCloseTo(v, 5);
      }),
    );
  });
  it('keeps to MIDIMonster’s examples', () => {
    const range = format('range -10 10');
    expect(decodeText('5.0', range)).toBe(0.75);
    expect(encodeValue(0.25, range)).toBe('-5');
    const words = format('discrete !0.0 0.5 off', 'discrete 0.5 !1.0 on');
    expect([decodeText('off', words), decodeText('on', words)]).toEqual([0, 1]);
    expect([encodeValue(0.75, words), encodeValue(0.5, words)]).toEqual(['on', 'off']);
    expect(decodeText('perhaps', words)).toBeUndefined();
  });
  it('keeps words whole', () => {
    const words = format('discrete 0 !0.5 wide awake');
    expect(decodeText(' wide awake ', words)).toBe(0.5);
  });
  it.each([
    '',
    'range 1',
    'range 1 1',
    'range a b',
    'discrete 0.5 0.2 x',
    'discrete -1 1 x',
    'discrete 0 2 x',
    'x',
  ])('refuses %j', line => expect(typeof addFormat(PLAIN, line)).toBe('string'));
  it('clamps, and takes no nonsense', () => {
    expect([decodeText('7', PLAIN), decodeText('-7', PLAIN), decodeText('1e-1', PLAIN)]).toEqual([1, 0, 0.1]);
    expect(['', 'NaN', 'Infinity', '0,5', 'x', '\0'].map(text => decodeText(text, PLAIN))).toEqual(
      Array(6).fill(undefined),
    );
    expect([decodeText('ON', PLAIN), decodeText('false', PLAIN)]).toEqual([1, 0]);
    expect([decodeJson(true, PLAIN), decodeJson(null, PLAIN), decodeJson({}, PLAIN)]).toEqual([
      1,
      undefined,
      undefined,
    ]);
  });
  it('writes no exponent and no minus zero', () => {
    expect([encodeValue(1e-7, PLAIN), encodeValue(0.0000012, PLAIN)]).toEqual(['0', '0.000001']);
    expect(encodeValue(0, format('range -0 -1'))).toBe('0');
  });
});

describe('JSON paths', () => {
  const step = fc.oneof(
    fc.string({ minLength: 1, maxLength: 8 }).filter(name => !name.includes('\n') && !name.startsWith('$')),
    fc.nat(9),
  );
  const path = fc.array(step, { minLength: 1, maxLength: 6 });

  it('reads what it writes', () => {
    fc.assert(fc.property(path, steps => void expect(parseJsonPath(formatJsonPath(steps))).toEqual(steps)));
  });
  it('finds what it puts, also under odd names', () => {
    fc.assert(
      fc.property(path, fc.double({ noNaN: true }), (steps, value) => {
        const document = writeJsonPath(undefined, steps, value);
        expect(readJsonPath(document, steps)).toBe(value);
      }),
    );
    const document = writeJsonPath(undefined, ['__proto__', 'x'], 1);
    expect(readJsonPath(document, ['__proto__', 'x'])).toBe(1);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
  it('keeps the neighbours', () => {
    let document = writeJsonPath(undefined, ['a', 'b'], 1);
    document = writeJsonPath(document, ['a', 'c'], 2);
    document = writeJsonPath(document, ['list', 1], 3);
    expect(JSON.stringify(document)).toBe('{"a":{"b":1,"c":2},"list":[null,3]}');
  });
  it.each(['', '$', 'a..b', 'a.', 'a[', 'a[x]', 'a]b', 'a["b'])('refuses %j', text => {
    expect(parseJsonPath(text)).toBeUndefined();
  });
  it('sees no inherited member', () => {
    expect(readJsonPath({}, ['constructor'])).toBeUndefined();
    expect(readJsonPath([1], ['length', 'x'])).toBeUndefined();
    expect(readJsonPath('text', [0])).toBeUndefined();
  });
});

describe('topics', () => {
  it('has one spelling for each channel', () => {
    const channel = parseTopic('a/b#$.c["d"][0]');
    expect(typeof channel === 'object' && topicName(channel)).toBe('a/b#c.d[0]');
  });
  it.each(['', '#', 'a/+/b', 'a/#', '#x', 'a#..'])('refuses %j', text => {
    expect(typeof parseTopic(text)).toBe('string');
  });
});

describe('fuzz', () => {
  it('survives 20,000 texts', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), text => {
        const value = decodeText(text, PLAIN);
        expect(value === undefined || (value >= 0 && value <= 1)).toBe(true);
        parseTopic(text);
        addFormat(PLAIN, `discrete ${text}`);
        parseJsonPath(text);
      }),
      { numRuns: 20_000 },
    );
  });
});
