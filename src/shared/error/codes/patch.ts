import type { ErrorEntry } from '../entry.ts';

export const patchErrors = {
  'patch.not-json': {
    text: '{file} is not a patch: {reason}.',
    help: 'Nothing was opened. If it was damaged, the last autosave may still be there.',
  },
  'patch.newer-version': {
    text: 'This patch was written by a newer Crosspatch (format {version}, this one reads {known}).',
    help: 'What is not understood is kept and written back.',
  },
  'patch.damaged-part': {
    text: '{where} could not be understood: {reason}.',
    help: 'It is kept as it is and written back when you save.',
  },
  'patch.duplicate-instance': {
    text: 'There are two instances named "{instance}".',
    help: 'Rename one of them.',
  },
  'patch.bad-instance-name': {
    text: '"{instance}" cannot be the name of an instance: {reason}.',
    help: '',
  },
  'patch.unknown-instance': {
    text: 'There is no instance named "{instance}".',
    help: '',
  },
  'patch.unknown-mapping': {
    text: 'There is no wire {from} > {to}.',
    help: '',
  },
  'patch.duplicate-mapping': {
    text: 'The wire {from} > {to} is there already.',
    help: '',
  },
  'patch.bad-channel-spec': {
    text: '"{spec}" is not a channel: {reason}.',
    help: 'Write instance.channel, for example midi1.ch0.cc7 or osc1./fader/1.',
  },
  'patch.too-large': {
    text: '"{what}" is left out: the patch names more than {limit} channels and wires.',
    help: 'Look for a range that is longer than it was meant to be.',
  },
  'patch.range-count': {
    text: '{from} names {fromCount} channels and {to} names {toCount}.',
    help: 'Both sides need the same number, or one of them exactly one.',
  },
  'patch.bad-operation': {
    text: 'The edit could not be done: {reason}.',
    help: '',
  },
  'patch.nothing-to-undo': {
    text: 'There is nothing to {what}.',
    help: '',
  },
  'patch.unsaved': {
    text: 'There is unsaved work in {name}.',
    help: 'Save it first, or give it up.',
  },
  'patch.no-file': {
    text: 'This patch has no file yet.',
    help: 'Save it under a name.',
  },
  'patch.no-modules': {
    text: 'Instance "{instance}" has no modules that could change with the patch.',
    help: 'Only scripts have modules.',
  },
  'patch.unknown-recovery': {
    text: 'There is no saved work named "{id}" any more.',
    help: '',
  },
  'patch.cfg-syntax': {
    text: '{file}:{line}: {reason}.',
    help: '',
  },
} as const satisfies Record<string, ErrorEntry>;
