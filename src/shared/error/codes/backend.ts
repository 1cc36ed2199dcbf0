import type { ErrorEntry } from '../entry.ts';

export const backendErrors = {
  'backend.unknown': {
    text: 'There is no backend named "{backend}" (instance "{instance}").',
    help: 'Its options and wires are kept. Install the plugin that offers it, or choose another backend.',
  },
  'backend.bad-option': {
    text: 'Instance "{instance}": option "{option}" {reason}.',
    help: '',
  },
  'backend.unknown-option': {
    text: 'Instance "{instance}": the backend {backend} has no option "{option}".',
    help: 'Remove it, or check its spelling in the reference.',
  },
  'backend.bad-channel': {
    text: 'Instance "{instance}" has no channel "{channel}": {reason}.',
    help: '{help}',
  },
  'backend.bind-failed': {
    text: 'Instance "{instance}" cannot listen on {address}: {reason}.',
    help: 'Close the program that uses it, or choose another port.',
  },
  'backend.connect-failed': {
    text: 'Instance "{instance}" cannot reach {address}: {reason}.',
    help: 'It is tried again by itself. Check the address, the cable, and that the other side is switched on.',
  },
  'backend.no-destination': {
    text: 'Instance "{instance}" cannot send to {address}: {reason}.',
    help: 'It is tried again by itself. Check the address and the network; input goes on.',
  },
  'backend.start-failed': {
    text: 'Instance "{instance}" could not start: {reason}.',
    help: 'It is tried again when its options change.',
  },
  'backend.not-ready': {
    text: 'Instance "{instance}" is not ready: {reason}.',
    help: 'Wires and settings are kept; it goes on by itself as soon as it can.',
  },
  'backend.receive-failed': {
    text: 'Instance "{instance}" could not handle {count} event(s): {reason}.',
    help: 'All other instances have received theirs.',
  },
} as const satisfies Record<string, ErrorEntry>;
