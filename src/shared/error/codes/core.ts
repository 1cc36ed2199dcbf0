import type { ErrorEntry } from '../entry.ts';

export const coreErrors = {
  'core.loop': {
    text: 'A loop was cut: {path}. It went round {hops} times without end.',
    help: 'The wire {wire} is off until you restore it.',
  },
  'core.not-a-value': {
    text: 'Instance "{instance}" sent {value} on "{channel}": only numbers from 0 to 1 are values.',
    help: '',
  },
  'core.overload': {
    text: 'The event queue was full: {count} older value(s) gave way to newer ones of the same channel.',
    help: 'Limit the rate of the source, or remove wires that fan out.',
  },
} as const satisfies Record<string, ErrorEntry>;
