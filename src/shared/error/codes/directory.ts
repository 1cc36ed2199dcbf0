import type { ErrorEntry } from '../entry.ts';

export const directoryErrors = {
  'directory.no-name': {
    text: 'A source in {where} has no name; it is left out.',
    help: 'Give it a name, or remove it.',
  },
  'directory.bad-source': {
    text: 'The source "{source}" in {where} is not right: {reason}.',
    help: 'Mend it in the settings of the directory; all other sources work.',
  },
  'directory.duplicate': {
    text: 'The name "{name}" is already used.',
    help: 'Choose another name.',
  },
  'directory.no-backend': {
    text: 'The source "{source}" cannot be used: the back-end "{backend}" is not there: {reason}.',
    help: 'See the Plugins page. Wires are as they were; only names are missing.',
  },
  'directory.source-failed': {
    text: 'The source "{source}" could not be loaded: {reason}.',
    help: 'It is tried again by itself; all other sources work.',
  },
  'directory.source-degraded': {
    text: 'The source "{source}" is not as it should be: {reason}.',
    help: 'It goes on with what it has.',
  },
  'directory.no-source': {
    text: 'No such source: "{source}".',
    help: '',
  },
  'directory.no-profile': {
    text: 'No such profile: "{profile}".',
    help: '',
  },
  'directory.bad-profile': {
    text: 'The profile "{profile}" is not right: {reason}.',
    help: '',
  },
  'directory.no-display': {
    text: 'No such display: "{display}".',
    help: '',
  },
  'directory.bad-display': {
    text: 'The display "{display}" is not right: {reason}.',
    help: '',
  },
  'directory.bad-section': {
    text: 'The directory settings in {where} could not be read: {reason}.',
    help: 'What is right in them is used.',
  },
  'directory.bad-request': {
    text: '{reason}.',
    help: '',
  },
  'directory.body-too-large': {
    text: 'The body has {bytes} bytes; {most} are the most.',
    help: 'Send it in pieces.',
  },
  'directory.no-favorite': {
    text: 'No such favourite: "{id}" of the source "{source}".',
    help: '',
  },
  'directory.duplicate-favorite': {
    text: '"{id}" of the source "{source}" is a favourite already.',
    help: '',
  },
  'directory.no-entry': {
    text: 'No such entry: "{id}".',
    help: '',
  },
  'directory.duplicate-entry': {
    text: 'There is an entry with exactly these values already.',
    help: '',
  },
  'directory.entry-changed': {
    text: 'This entry was changed elsewhere in the meantime.',
    help: 'Look at it as it is now, then change it again.',
  },
  'directory.changed-meanwhile': {
    text: '"{name}" was changed elsewhere in the meantime.',
    help: 'It is shown as it is now; change it again.',
  },
  'directory.no-phonebook': {
    text: 'No such phonebook: "{phonebook}".',
    help: '',
  },
  'directory.csv-broken': {
    text: 'The CSV text could not be imported: {reason}.',
    help: 'The first line names the columns; every other line has as many cells.',
  },
  'directory.no-search': {
    text: 'The search "{search}" is over or was never begun.',
    help: 'Begin a new one.',
  },
  'directory.service-missing': {
    text: 'The directory service "{service}" is switched off or failed.',
    help: 'See the Plugins page.',
  },
} as const satisfies Record<string, ErrorEntry>;
