import { isLoopback, isWildcard } from '../../../shared/net/endpoint.ts';
import { localAddresses } from '../../net/addresses.ts';

const LOOPBACK_BROADCAST = '127.255.255.255';

/** Where a broadcast of `host` goes: that of its network, or those of all networks for 0.0.0.0. */
export function broadcastAddresses(host: string): string[] {
  if (isLoopback(host)) return [LOOPBACK_BROADCAST];
  const interfaces = localAddresses();
  const own = isWildcard(host) ? interfaces : interfaces.filter(one => one.address === host);
  const broadcasts = own.map(({ address, netmask }) =>
    isLoopback(address) ? LOOPBACK_BROADCAST : highest(address, netmask),
  );
  return [...new Set(broadcasts)];
}

/** True when both lie in one network of this computer. */
export function sameNetwork(a: string, b: string, netmask: string): boolean {
  return highest(a, netmask) === highest(b, netmask);
}

/** The highest address of a network. */
function highest(address: string, netmask: string): string {
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((part, i) => Number(part) | (~(mask[i] ?? 255) & 0xff))
    .join('.');
}
