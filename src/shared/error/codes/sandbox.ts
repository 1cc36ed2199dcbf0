import type { ErrorEntry } from '../entry.ts';

export const sandboxErrors = {
  'sandbox.no-module': {
    text: 'There is no module "{module}" (asked for by {base}).',
    help: 'Modules are files in the folder of the patch, or below it.',
  },
  'sandbox.forbidden-path': {
    text: '"{path}" is not a module: {reason}.',
    help: 'Modules lie in the folder of the patch or below it; links and ".." are refused.',
  },
  'sandbox.load-failed': {
    text: '{file} could not be loaded: {message}. {consequence}',
    help: '',
  },
  'sandbox.handler-failed': {
    text: '{message} (in {what}, {count} time(s)).',
    help: 'Only that call ended; everything else goes on.',
  },
  'sandbox.handler-interrupted': {
    text: '{what} took too long and was interrupted ({count} time(s)).',
    help: 'A handler has {limit} ms. Split long work over an interval.',
  },
  'sandbox.killed': {
    text: '{what} could not be interrupted; the script was stopped and started again ({count} time(s)).',
    help: 'It runs the last version that loaded. Its channels and wires are untouched.',
  },
  'sandbox.no-handler': {
    text: 'No function "{channel}" in {modules}.',
    help: 'Write it, or remove the wire. Events to it are remembered for inputvalue() only.',
  },
  'sandbox.bad-default-handler': {
    text: 'The default handler "{handler}" is no function of this script.',
    help: 'Write it as {example}.',
  },
  'sandbox.too-many-outputs': {
    text: '{count} outputs were dropped: one handler call may send {budget}.',
    help: '',
  },
  'sandbox.overload': {
    text: '{count} older value(s) gave way to newer ones: events come faster than the script handles them.',
    help: '',
  },
  'sandbox.host-not-allowed': {
    text: 'The script wanted to {what} {host}:{port}, which this patch may not.',
    help: 'Allow it if you trust the script. Allowed hosts are kept in the patch and can be taken back.',
  },
  'sandbox.engine-failed': {
    text: 'The {language} engine failed: {reason}.',
    help: 'It is started again.',
  },
  'sandbox.bad-request': {
    text: 'The request "{op}" was refused: {reason}.',
    help: '',
  },
  'sandbox.changed-on-disk': {
    text: '{file} was changed by another program since it was read.',
    help: 'Read it again, or save with overwrite.',
  },
} as const satisfies Record<string, ErrorEntry>;
