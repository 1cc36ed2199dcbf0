import type { ErrorEntry } from '../entry.ts';

export const contractErrors = {
  'contract.unknown-call': {
    text: 'There is no call named "{name}".',
    help: '',
  },
  'contract.bad-params': {
    text: 'The call "{name}" was refused: {reason}.',
    help: '',
  },
  'contract.closed': {
    text: 'The connection to the engine is closed.',
    help: 'It is opened again by itself; reload the page if it does not come back.',
  },
  'contract.unauthorised': {
    text: 'This address needs the access token that Crosspatch printed.',
    help: 'Open the address that stands in the terminal.',
  },
} as const satisfies Record<string, ErrorEntry>;
