import type { ErrorEntry } from '../entry.ts';

export const sandboxErrors = {} as const satisfies Record<string, ErrorEntry>;
