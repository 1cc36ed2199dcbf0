import type { ErrorEntry } from '../entry.ts';

export const hostErrors = {
  'internal.unexpected': {
    text: 'Something unexpected went wrong: {what}.',
    help: 'Please report it with the log.',
  },
  'host.port-in-use': {
    text: 'Port {port} of {host} is in use by another program.',
    help: 'Choose another port, or 0 for any free one.',
  },
  'host.cannot-listen': {
    text: 'Cannot listen on port {port} of {host}: {reason}.',
    help: 'Choose an address of this machine, and a port above 1023 unless you are root.',
  },
  'host.bad-address': {
    text: '"{address}" is not an address of the form HOST:PORT.',
    help: '',
  },
  'host.unknown-option': {
    text: 'Unknown option "{option}".',
    help: 'See crosspatch --help.',
  },
  'host.bad-option': {
    text: 'The command line could not be read: {reason}.',
    help: 'See crosspatch --help.',
  },
  'host.unknown-command': {
    text: 'Unknown command "{command}".',
    help: 'See crosspatch --help.',
  },
  'host.missing-argument': {
    text: '"{command}" needs {what}.',
    help: 'See crosspatch --help.',
  },
  'host.bad-set': {
    text: '"{text}" is not of the form INSTANCE.OPTION=VALUE.',
    help: '',
  },
  'host.set-unknown-instance': {
    text: '--set {text}: the patch has no instance or backend "{name}".',
    help: '',
  },
} as const satisfies Record<string, ErrorEntry>;
