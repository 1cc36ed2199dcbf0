import { describe, expect, it } from 'vitest';
import { baseName, folderOf, join } from './paths.ts';

describe('paths of the engine, whatever its system', () => {
  it('splits', () => {
    expect(folderOf('/home/you/show.crosspatch')).toBe('/home/you');
    expect(folderOf('/show.crosspatch')).toBe('/');
    expect(folderOf('show.crosspatch')).toBeUndefined();
    expect(baseName('C:\\shows\\a.cfg')).toBe('a.cfg');
  });
  it('joins, but leaves a whole path alone', () => {
    expect(join('/home/you', 'a')).toBe('/home/you/a');
    expect(join('/', 'a')).toBe('/a');
    expect(join('C:\\shows', 'a')).toBe('C:\\shows\\a');
    expect(join('/home', '/tmp/a')).toBe('/tmp/a');
  });
});
