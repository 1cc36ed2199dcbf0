import type { ServicePlugin, ViewPlugin } from '../../../shared/plugin/service.ts';
import type { Contribution } from '../discovery/discover.ts';
import { readPayload } from './check.ts';
import type { PackageHost } from './package-host.ts';

/** A call of a third-party service may take this long, in ms. */
const CALL_LIMIT = 10_000;

/** A service of a package: its callable runs in the package's thread. */
export function serviceProxy(contribution: Contribution, host: () => PackageHost): ServicePlugin {
  const { name, title } = contribution;
  let loaded: { readonly owner: PackageHost; readonly unit: number } | undefined;
  return {
    manifest: { kind: 'service', name, title },
    async load({ config, clock, signal: gone }) {
      const owner = host();
      const unit = await owner.load(contribution, { config, signal: gone });
      loaded = { owner, unit };
      return (request, { client, signal }) => {
        const abort = new AbortController();
        const stop = clock.after(CALL_LIMIT, () => abort.abort());
        const give = AbortSignal.any([signal, abort.signal]);
        const answer = owner.call(unit, 'call', [request, { client, signal: null }], give);
        return answer.then(readPayload).finally(stop);
      };
    },
    async unload() {
      await loaded?.owner.unload(loaded.unit);
      loaded = undefined;
    },
  };
}

/** A view of a package: it calls services from the package's thread. */
export function viewProxy(contribution: Contribution, host: () => PackageHost): ViewPlugin {
  const { name, title, requires } = contribution;
  let loaded: { readonly owner: PackageHost; readonly unit: number } | undefined;
  return {
    manifest: { kind: 'view', name, title, requires },
    async load({ config, signal }) {
      const owner = host();
      loaded = { owner, unit: await owner.load(contribution, { config, signal }) };
    },
    async unload() {
      await loaded?.owner.unload(loaded.unit);
      loaded = undefined;
    },
  };
}
