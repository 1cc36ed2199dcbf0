import { describe, expect, it } from 'vitest';
import { hasToken, isSecret, readHost } from './request-guard.ts';

describe('secrets', () => {
  it('are the same or not, and nothing is none', () => {
    expect(isSecret('abc', 'abc')).toBe(true);
    for (const given of ['', 'ab', 'abcd', 'ABC', null, undefined])
      expect(isSecret(given, 'abc')).toBe(false);
    expect(isSecret('', '')).toBe(false);
  });
  it('come in either header', () => {
    expect(hasToken({ 'x-auth-token': 'abc' }, 'abc')).toBe(true);
    expect(hasToken({ authorization: 'bearer abc' }, 'abc')).toBe(true);
    expect(hasToken({ 'x-auth-token': ['abc', 'abc'] }, 'abc')).toBe(false);
    expect(hasToken({ authorization: 'Basic abc' }, 'abc')).toBe(false);
    expect(hasToken({}, 'abc')).toBe(false);
  });
});

describe('the Host header', () => {
  it.each([
    ['LocalHost', { name: 'localhost', port: undefined }],
    ['10.0.0.1:8080', { name: '10.0.0.1', port: 8080 }],
    ['[::1]:80', { name: '::1', port: 80 }],
    ['rack-2.local.', { name: 'rack-2.local.', port: undefined }],
  ])('%s is read', (header, host) => expect(readHost(header)).toEqual(host));
  it.each([undefined, '', 'a b', 'a:port', 'a:123456', 'http://a', '[::1', 'a/b'])('%j is none', header =>
    expect(readHost(header)).toBeUndefined(),
  );
});
