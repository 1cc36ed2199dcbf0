import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileAddressPattern,
  isAddressPattern,
  isAddressPatternBytes,
  MAX_PATTERN,
} from './address-pattern.ts';

const matches = (pattern: string, path: string) => compileAddressPattern(pattern)?.matches(path);

describe('compileAddressPattern', () => {
  it.each([
    ['/a', '/a', true],
    ['/a', '/ab', false],
    ['/a', '/a/b', false],
    ['/?', '/a', true],
    ['/?', '/', false],
    ['/a?c', '/a/c', false],
    ['/*', '/anything', true],
    ['/*', '/any/thing', false],
    ['/*/b', '/a/b', true],
    ['/a*z', '/az', true],
    ['/a*z', '/abcz', true],
    ['/a*z', '/abc', false],
    ['/*a*b*', '/xxaxxbxx', true],
    ['/[a-c]', '/b', true],
    ['/[c-a]', '/b', true],
    ['/[a-c]', '/d', false],
    ['/[!a-c]', '/d', true],
    ['/[!a-c]', '/a', false],
    ['/[!a-c]', '/', false],
    ['/[ab-]', '/-', true],
    ['/{foo,bar}', '/bar', true],
    ['/{foo,bar}', '/baz', false],
    ['/{a,ab}c', '/abc', true],
    ['/fader{1,2}/*', '/fader2/x', true],
    ['//c', '/c', true],
    ['//c', '/a/b/c', true],
    ['//c', '/a/bc', false],
    ['/a//c', '/a/c', true],
    ['/a//c', '/a/b/b/c', true],
    ['/a//c', '/b/c', false],
    ['/a.b', '/axb', false],
  ])('%s on %s is %s', (pattern, path, expected) => expect(matches(pattern, path)).toBe(expected));

  it.each(['/[ab', '/{a,b', '/a]', '/a}', `/${'a'.repeat(MAX_PATTERN)}`])('refuses %s', pattern => {
    expect(compileAddressPattern(pattern)).toBeUndefined();
  });
  it('takes a plain path for itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(\/[a-z0-9:#.+^$()-]+)+$/), path => {
        expect(matches(path, path)).toBe(true);
        expect(matches(path, `${path}x`)).toBe(false);
      }),
    );
  });
  it('does bounded work on a pattern made to explode', () => {
    const budget = { steps: 100_000 };
    const pattern = compileAddressPattern(`/${'*a'.repeat(200)}`);
    expect(pattern?.matches(`/${'a'.repeat(1000)}b`, budget)).toBe(false);
    expect(budget.steps).toBeGreaterThan(-5000);
  });
  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, path) => {
        matches(pattern, path);
        const bytes = new TextEncoder().encode(pattern);
        expect(isAddressPatternBytes(bytes, 0, bytes.length)).toBe(isAddressPattern(pattern));
      }),
    );
  });
});
