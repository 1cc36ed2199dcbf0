import type { BackendPlugin } from '../../../shared/plugin/backend.ts';
import { describeChannel, parseChannel, suggestChannels } from './channels.ts';
import { stackManifest } from './config.ts';
import { readKnobs } from './knobs.ts';
import type { StackRunner } from './runner.ts';
import { StackInstance } from './stack-instance.ts';

export { runnerOf } from './stacks-runner.ts';
export { stackManifest };
export type { StackRunner };

/** The backend `stack`: sound stacks as nodes of the canvas. `runner` does the work. */
export function createStackBackend(runner: StackRunner): BackendPlugin {
  return {
    manifest: stackManifest,
    load: () => ({
      channel: (instance, channel, options) =>
        describeChannel(parseChannel(instance, channel, readKnobs(runner, options))),
      suggest: (text, options, limit) => suggestChannels(runner, text, options, limit),
      create: args => new StackInstance(args, runner),
    }),
  };
}
