import { expect, it } from 'vitest';
import { withPatchEnding } from './file-name.ts';

it.each([
  ['/a.b/show', '/a.b/show.crosspatch'],
  ['show.v2', 'show.v2.crosspatch'],
  ['show.Crosspatch', 'show.Crosspatch'],
  ['/a/show.json', '/a/show.json'],
])('%s is saved as %s', (given, expected) => expect(withPatchEnding(given)).toBe(expected));
