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

/** The IPv4 address of a name; at once for a numeric one. */
export function resolve4(host: string, done: (address: string | undefined, reason: string) => void): void {
  if (isIPv4(host)) return done(host, '');
  lookup(host, { family: 4 }, (error, address) =>
    error ? done(undefined, 'the name is not known') : done(address, ''),
  );
}
