import type { ErrorEntry } from '../entry.ts';

export const fileErrors = {
  'file.unreadable': {
    text: 'Cannot read {file}: {reason}.',
    help: '',
  },
  'file.not-utf8': {
    text: '{file} is not UTF-8 text; it was read as Latin-1.',
    help: 'Look whether its letters are right. When it is changed and saved, it becomes UTF-8.',
  },
  'file.unwritable': {
    text: 'Cannot write {file}: {reason}.',
    help: 'The file on disk is as it was. Save under another name or free some space.',
  },
  'file.changed-on-disk': {
    text: '{file} was changed by another program since it was opened.',
    help: 'Save under another name, overwrite it, or open it again.',
  },
  'file.exists': {
    text: '{file} exists already.',
    help: 'Choose another name, or overwrite it.',
  },
  'file.forbidden': {
    text: '{file} is outside the folders that may be reached from here.',
    help: '',
  },
} as const satisfies Record<string, ErrorEntry>;
