import type { ErrorEntry } from '../entry.ts';

export const stackErrors = {
  'stack.bad-json': {
    text: 'The request is not one line of JSON: {reason}.',
    help: 'Send one JSON object and end it with a line feed.',
  },
  'stack.line-too-long': {
    text: 'The request is longer than {limit} bytes.',
    help: 'Split it into sub-queries, or raise the limit.',
  },
  'stack.bad-action': {
    text: "The 'action' field of the request is not correct: {action}.",
    help: "Use 'process' or 'status'.",
  },
  'stack.bad-mode': {
    text: "'mode' has to be 'sync', 'async' or 'hash', not {mode}.",
    help: '',
  },
  'stack.bad-cache': {
    text: "The 'cache' field could not be interpreted: {value}.",
    help: 'Give hours (0 or more), false for one hour, true or null to keep the result for good.',
  },
  'stack.bad-field': {
    text: "The '{field}' field of the query is wrong: {reason}.",
    help: '',
  },
  'stack.no-file': {
    text: "The 'file' field is missing.",
    help: 'Name a sound file, a sub-query, or a list of both.',
  },
  'stack.empty-list': {
    text: "The list in 'file' is empty.",
    help: 'Name at least one sound file or sub-query.',
  },
  'stack.too-deep': {
    text: 'The query is nested deeper than {limit} levels.',
    help: '',
  },
  'stack.too-big': {
    text: 'The query has more than {limit} steps and files.',
    help: 'Split it into several queries; shared parts are computed once all the same.',
  },
  'stack.no-such-file': {
    text: "The file '{file}' cannot be accessed.",
    help: '',
  },
  'stack.forbidden': {
    text: "The file '{file}' is outside the folders that may be read from here.",
    help: 'Allow its folder with --allow, or move the sound.',
  },
  'stack.unsupported-format': {
    text: "The format of '{file}' is not supported.",
    help: 'Sounds are read from wav, flac, and, where a converter is installed, mp3, ogg and others.',
  },
  'stack.bad-format': {
    text: "Results cannot be written as '{format}'.",
    help: 'Use wav, flac, mp3 or ogg.',
  },
  'stack.no-converter': {
    text: "Sounds of the format '{format}' need one of these programs, and none is installed: {programs}.",
    help: 'Install one of them, or use wav or flac, which need nothing.',
  },
  'stack.converter-failed': {
    text: "The program '{program}' could not convert '{file}': {reason}.",
    help: '',
  },
  'stack.generator': {
    text: "Generators in 'file' are not supported ({file}).",
    help: "Use the modules 'tone', 'noise' or 'gibberish'.",
  },
  'stack.bad-stack': {
    text: "'stack' has to be a list of modules, not {value}.",
    help: '',
  },
  'stack.item-without-module': {
    text: "Item {index} of the stack does not have a 'module': {item}.",
    help: '',
  },
  'stack.unknown-module': {
    text: "Unknown module '{module}' for the file '{file}'.",
    help: 'See the list of modules; your own are found as vt_module_{module}.ts or .js beside the patch.',
  },
  'stack.bad-parameter': {
    text: "[{module}] '{parameter}' {reason}.",
    help: '',
  },
  'stack.module-failed': {
    text: "The module '{module}' failed on '{file}': {reason}",
    help: '',
  },
  'stack.module-broken': {
    text: "The module file '{file}' cannot be loaded: {reason}.",
    help: '',
  },
  'stack.bad-output': {
    text: "The module '{module}' did not leave a sound in the file that it was told to write: {reason}.",
    help: 'It must write outFilename and return its name.',
  },
  'stack.timeout': {
    text: "The module '{module}' was stopped after {seconds} s.",
    help: 'Use a shorter sound, or raise the time limit.',
  },
  'stack.memory': {
    text: "The module '{module}' was stopped because it used more than {megabytes} MB of memory.",
    help: 'Use a shorter sound, or raise the memory limit.',
  },
  'stack.worker-died': {
    text: "The thread of the module '{module}' ended unexpectedly: {reason}.",
    help: '',
  },
  'stack.cancelled': {
    text: 'The job was cancelled.',
    help: '',
  },
  'stack.busy': {
    text: 'There are {limit} jobs already, which is as many as are allowed.',
    help: 'Try again when one of them is done.',
  },
  'stack.not-a-sound': {
    text: "'{file}' is not a sound that can be read: {reason}.",
    help: '',
  },
  'stack.no-samples': {
    text: "'{file}' holds no samples.",
    help: '',
  },
  'stack.too-long': {
    text: "'{file}' is too long: {samples} samples in all channels, where {limit} are allowed.",
    help: 'Cut it into pieces, or raise the limit.',
  },
  'stack.too-large': {
    text: "'{file}' is too large: {bytes} bytes, where {limit} are allowed.",
    help: '',
  },
  'stack.mixed-rates': {
    text: "Mismatching sampling rates: '{first}' has {firstRate} Hz, '{second}' has {secondRate} Hz.",
    help: "Put the module 'resample' into a sub-query for one of them.",
  },
  'stack.mixed-channels': {
    text: "Mismatching channels: '{first}' has {firstCount}, '{second}' has {secondCount}.",
    help: "Put the module 'channel-patch' into a sub-query for one of them.",
  },
  'stack.mono-only': {
    text: '[{module}] works on mono sounds only; this one has {channels} channels.',
    help: '',
  },
  'stack.disk': {
    text: 'The result could not be written to the cache: {reason}.',
    help: 'Free some space or clean the cache.',
  },
} as const satisfies Record<string, ErrorEntry>;
