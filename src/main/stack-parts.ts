import { homedir } from 'node:os';
import { join } from 'node:path';
import type { BackendPlugin } from '../shared/plugin/backend.ts';
import type { ServicePlugin } from '../shared/plugin/service.ts';
import type { AppOptions } from './app-api.ts';
import { createStackBackend, runnerOf } from './backends/stack/index.ts';
import { createStacksService } from './services/stacks/index.ts';
import { Stacks } from './stacks/stacks.ts';

/** The sound stacks as the program puts them together: one engine for the node and for the service. */
export interface StackParts {
  readonly backend: BackendPlugin;
  readonly service: ServicePlugin;
}

export function stackParts(options: AppOptions, patchFolder: () => string | undefined): StackParts {
  const { dataFolder, startWorker } = options;
  const stacks = new Stacks({
    cacheFolder: join(dataFolder, 'stacks', 'cache'),
    startWorker,
    baseFolder: () => patchFolder() ?? homedir(),
    moduleFolders: () => {
      const folder = patchFolder();
      const own = { path: join(dataFolder, 'modules'), origin: 'user' } as const;
      return folder === undefined ? [own] : [{ path: folder, origin: 'patch' }, own];
    },
  });
  return { backend: createStackBackend(runnerOf(stacks)), service: createStacksService(stacks) };
}
