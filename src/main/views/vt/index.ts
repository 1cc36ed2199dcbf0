import type { ViewPlugin } from '../../../shared/plugin/service.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { VtViewOptions } from './options.ts';
import { openVtView, VT_PORT, type VtView } from './vt-view.ts';

export { openVtView, VT_PORT };
export type { VtView, VtViewOptions };

/** The view `vt`: VTServer's protocol in front of the service `stacks`. */
export function createVtView(options: Omit<VtViewOptions, 'stacks' | 'bus'>): ViewPlugin {
  let view: VtView | undefined;
  return {
    manifest: { kind: 'view', name: 'vt', title: 'VTServer protocol', requires: ['stacks'] },
    load: async ({ services, bus, log }) => {
      const stacks = services.get('stacks');
      if (!stacks) throw fail('internal.unexpected', { what: 'the service stacks is not there' });
      view = await openVtView({ ...options, stacks, bus });
      log.info(`the VTServer protocol is spoken on ${view.host}:${view.port}`);
    },
    unload: () => view?.close(),
  };
}
