import type { ErrorEntry } from '../entry.ts';

export const kernelErrors = {
  'kernel.load-failed': {
    text: 'The {kind} "{name}" could not be loaded: {reason}.',
    help: 'All other plugins run. Reload it on the Plugins page when it is mended.',
  },
  'kernel.load-timeout': {
    text: 'The {kind} "{name}" did not finish loading within {ms} ms.',
    help: 'All other plugins run.',
  },
  'kernel.bad-plugin': {
    text: 'The {kind} "{name}" is not a plugin: {reason}.',
    help: '',
  },
  'kernel.duplicate': {
    text: 'There are two {kind} plugins named "{name}"; the first one is used.',
    help: '',
  },
  'kernel.unload-failed': {
    text: 'The {kind} "{name}" failed while it was unloaded: {reason}.',
    help: '',
  },
  'kernel.plugin-failed': {
    text: 'The plugin {name} failed: {reason}.',
    help: 'It is started again by itself; all other plugins run.',
  },
  'kernel.unknown-plugin': {
    text: 'There is no {kind} plugin named "{name}".',
    help: 'Look again for new plugins on the Plugins page.',
  },
  'kernel.essential': {
    text: 'The {kind} "{name}" belongs to the program and cannot be switched off.',
    help: '',
  },
  'kernel.missing': {
    text: 'The settings name the {kind} "{name}", but no package offers it.',
    help: 'Install its package, or take it out of the settings.',
  },
  'kernel.rejected': {
    text: 'The package {name} cannot be used: {reason}.',
    help: 'All other plugins run.',
  },
  'kernel.bad-config': {
    text: 'The {kind} "{name}" is not loaded, for its configuration is wrong: {reason}.',
    help: 'Mend it in its settings on the Plugins page.',
  },
  'kernel.config-refused': {
    text: 'These settings of the {kind} "{name}" do not fit: {reason}.',
    help: 'What was set before still counts.',
  },
  'kernel.no-config': {
    text: 'The {kind} "{name}" has no settings.',
    help: '',
  },
  'kernel.fixed': {
    text: '{what} of the {kind} "{name}" was given on the command line and cannot be changed here.',
    help: 'Start the program without it to change it in the window.',
  },
} as const satisfies Record<string, ErrorEntry>;
