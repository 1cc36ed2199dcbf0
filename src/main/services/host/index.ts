import type { HostInfo } from '../../../shared/contract/calls/host.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { ServicePlugin } from '../../../shared/plugin/service.ts';

/** What a window may know of the program it is attached to. */
export function createHostService(info: Omit<HostInfo, 'startedAt'>): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'host', title: 'Host' },
    load({ clock }) {
      const answer: HostInfo = { ...info, startedAt: clock.wall() };
      return request =>
        request.op === 'info'
          ? Promise.resolve(answer)
          : Promise.reject(fail('contract.unknown-call', { name: `host.${request.op}` }));
    },
  };
}
