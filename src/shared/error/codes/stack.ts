import type { ErrorEntry } from '../entry.ts';

export const stackErrors = {} as const satisfies Record<string, ErrorEntry>;
