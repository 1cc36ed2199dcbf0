import type { HostInfo } from '../../../shared/contract/calls/host.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { CallContext, ServicePlugin } from '../../../shared/plugin/service.ts';
import { reachableAddresses } from '../../net/addresses.ts';

export interface HostServiceOptions extends Omit<HostInfo, 'startedAt'> {
  /** The user's access token. */
  token(): string | undefined;
}

/** What a window may know of the program it is attached to, and of the machine. */
export function createHostService({ token, ...info }: HostServiceOptions): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'host', title: 'Host' },
    load({ clock }) {
      const answer: HostInfo = { ...info, startedAt: clock.wall() };
      return async (request, call) => {
        if (request.op === 'info') return answer;
        if (request.op === 'addresses') return reachableAddresses();
        if (request.op === 'accessToken' && isWindow(call)) return { token: token() };
        throw fail('contract.unknown-call', { name: `host.${request.op}` });
      };
    },
  };
}

/** Third-party plugins call services too; the token is not for them. */
function isWindow({ client }: CallContext): boolean {
  return !client.startsWith('plugin ');
}
