import { describe, expect, it } from 'vitest';
import { asWritten, baseName, wholePath } from './sound-paths.ts';

describe('paths of sounds', () => {
  it.each([
    ['/p/show.crosspatch', '/p/a/b.wav', 'a/b.wav'],
    ['/p/show.crosspatch', '/other/b.wav', '/other/b.wav'],
    ['/p/show.crosspatch', '/pp/b.wav', '/pp/b.wav'],
    ['C:\\p\\show.crosspatch', 'C:\\p\\b.wav', 'b.wav'],
    ['/show.crosspatch', '/b.wav', 'b.wav'],
  ])('in %s, %s is written %s, and read back', (patch, path, written) => {
    expect(asWritten(path, patch)).toBe(written);
    expect(wholePath(written, patch)).toBe(path);
  });

  it('keeps whole paths in a patch that has no file yet', () => {
    expect(asWritten('/a/b.wav', undefined)).toBe('/a/b.wav');
    expect(baseName('/a/b.wav')).toBe('b.wav');
    expect(baseName('b.wav')).toBe('b.wav');
  });
});
