import type { ErrorEntry } from '../entry.ts';

export const directoryErrors = {} as const satisfies Record<string, ErrorEntry>;
