import type { ServicePlugin } from '../../../shared/plugin/service.ts';
import type { Stacks } from '../../stacks/stacks.ts';
import { StacksService } from './stacks-service.ts';

/** The service `stacks`: queries, jobs, cache and pictures of sounds, for windows and for the view `vt`. */
export function createStacksService(stacks: Stacks): ServicePlugin {
  let service: StacksService | undefined;
  return {
    manifest: { kind: 'service', name: 'stacks', title: 'Sound stacks' },
    load: args => {
      const loaded = new StacksService(stacks, args);
      service = loaded;
      return (request, call) => loaded.call(request, call);
    },
    unload: () => service?.close(),
  };
}
