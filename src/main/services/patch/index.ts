import type { ServicePlugin } from '../../../shared/plugin/service.ts';
import type { PatchDeps } from './deps.ts';
import { PatchService } from './patch-service.ts';

export type { PatchDeps } from './deps.ts';
export type { PatchEngine, PatchProblems } from './engine-port.ts';
export { FixRegistry } from './fixes.ts';

/**
 * The open patch: edits with undo and redo, its file, autosaves, recent files, and what is wrong with it. Beside the
 * calls of the contract, `open` takes `set` from the program itself: settings of the form INSTANCE.OPTION=VALUE.
 */
export function createPatchService(deps: PatchDeps): ServicePlugin {
  let service: PatchService | undefined;
  return {
    manifest: { kind: 'service', name: 'patch', title: 'Patch' },
    load(args) {
      const loaded = new PatchService(deps, args);
      service = loaded;
      return (request, call) => loaded.answer(request, call);
    },
    unload: () => service?.stop(),
  };
}
