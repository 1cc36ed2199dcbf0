import type { SourceCatalogue } from './source.ts';

/** The catalogue of a program without a directory, and of tests that need none. */
export const NO_SOURCES: SourceCatalogue = {
  get: () => undefined,
  list: () => [],
  search: () => Promise.resolve([]),
  firstMatch: () => Promise.resolve({ winner: null, outcomes: [] }),
  matchAll: () => Promise.resolve([]),
  listIds: () => Promise.resolve([]),
  all: () => Promise.resolve([]),
  onDidChange: () => () => undefined,
};
