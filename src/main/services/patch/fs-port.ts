import type * as promises from 'node:fs/promises';

/** The calls of `node:fs/promises` that files of a patch need; a test gives one that fails. */
export type PatchFs = Pick<
  typeof promises,
  'chmod' | 'mkdir' | 'open' | 'readFile' | 'readdir' | 'readlink' | 'realpath' | 'rename' | 'stat' | 'unlink'
>;
