import { lookup } from 'node:dns';
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** An IPv4 address of this computer. */
export interface LocalAddress {
  readonly address: string;
  readonly netmask: string;
}

/** The IPv4 addresses of this computer. */
export function localAddresses(): readonly LocalAddress[] {
  return Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(one => one.family === 'IPv4');
}

/**
 * Addresses by which other machines reach this one, IPv4 first. Link-local ones of IPv6 need the name of an interface
 * behind them, which nobody can type into a browser: they are left out.
 */
export function reachableAddresses(): readonly string[] {
  const found = Object.values(networkInterfaces()).flatMap(list => list ?? []);
  const reachable = found.filter(one => !one.internal && !one.address.startsWith('fe80:'));
  const first = reachable.filter(one => one.family === 'IPv4');
  return [...first, ...reachable.filter(one => one.family !== 'IPv4')].map(one => one.address);
}

/** The IPv4 address of a name; at once for a numeric one. */
export function resolve4(host: string, done: (address: string | undefined, reason: string) => void): void {
  if (isIPv4(host)) return done(host, '');
  lookup(host, { family: 4 }, (error, address) =>
    error ? done(undefined, 'the name is not known') : done(address, ''),
  );
}
