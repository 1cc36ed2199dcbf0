import type { PatchState } from '../shared/contract/calls/patch.ts';
import type { ServiceCallable } from '../shared/plugin/service.ts';
import type { Engine } from './core/engine.ts';
import { grantOperation, TRUST_SECTION } from './sandbox/backend/trust.ts';
import type { FixRegistry } from './services/patch/index.ts';

/**
 * The way out of "this script may not reach HOST": the user's consent becomes a line of the patch's trust section, in
 * one edit that can be undone, and the script is loaded again so that it tries once more.
 */
export function registerScriptFixes(
  fixes: FixRegistry,
  engine: Engine,
  patch: () => ServiceCallable | undefined,
): void {
  const call = { client: '', signal: new AbortController().signal };
  fixes.on('allow-host', async ({ place }, grant) => {
    const service = patch();
    if (!service) return false;
    const { document } = (await service({ op: 'get' }, call)) as PatchState;
    const operation = grantOperation(grant, document.sections[TRUST_SECTION]);
    if (!operation) return false;
    await service({ op: 'edit', label: `Allow ${grant}`, operations: [operation] }, call);
    const instance = 'instance' in place ? place.instance : '';
    await engine.settled();
    await engine.runner(instance)?.request('reload', {});
    return true;
  });
}
