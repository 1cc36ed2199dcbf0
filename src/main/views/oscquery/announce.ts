import type { EventEmitter } from 'node:events';
import { isIP } from 'node:net';
import type { Bonjour, Service } from 'bonjour-service';
import { messageOf } from '../../../shared/error/coded-error.ts';
import { isWildcard } from '../../../shared/net/endpoint.ts';
import type { Logger } from '../../../shared/plugin/common.ts';
import { mdnsHost } from './own-names.ts';

/** What there is to be found, and where. */
export interface Announcement {
  readonly name: string;
  /** Address that we listen on. */
  readonly address: string;
  /** Of the queries. */
  readonly port: number;
  /** Of OSC over UDP; undefined where none is taken. */
  readonly oscPort: number | undefined;
}

/** Tell the network that we are here; returns what takes it back. */
export type Announce = (announcement: Announcement, log: Logger) => Promise<() => Promise<void>>;

/** How long taking leave may take, in ms. */
const FAREWELL = 500;
/** Bytes of one label of a DNS name (RFC 1035 2.3.4). */
const LABEL = 63;

/**
 * By multicast DNS: `_oscjson._tcp` for the queries, `_osc._udp` for OSC. A network that does not allow it is no reason
 * to fail.
 */
export const announceByMdns: Announce = async ({ name, address, port, oscPort }, log) => {
  const failed = (error: unknown) => log.warn(`not announced: ${messageOf(error)}`);
  try {
    const bonjour = await open(address, failed);
    const common = { name: labelOf(name), host: mdnsHost() };
    tellReachable(bonjour.publish({ ...common, type: 'oscjson', protocol: 'tcp', port }), address);
    if (oscPort !== undefined)
      tellReachable(bonjour.publish({ ...common, type: 'osc', protocol: 'udp', port: oscPort }), address);
    return () => close(bonjour);
  } catch (thrown) {
    failed(thrown);
    return async () => undefined;
  }
};

async function open(address: string, failed: (error: unknown) => void): Promise<Bonjour> {
  const { Bonjour } = await import('bonjour-service');
  // Bound to the interface's address, Linux would deliver no multicast: the socket is bound to any.
  const one = isIP(address) !== 0 && !isWildcard(address);
  const bonjour = new Bonjour(one ? ({ interface: address, bind: '0.0.0.0' } as object) : {}, failed);
  // The library leaves errors of its socket (port 5353 is taken) unheard, which would end the program.
  const server = Reflect.get(bonjour, 'server') as { readonly mdns: EventEmitter };
  server.mdns.on('error', failed);
  return bonjour;
}

/** The library tells all addresses of the machine; clients would try those on which nobody listens. */
function tellReachable(service: Service, address: string): void {
  const all = service.records.bind(service);
  const isReachable = (ip: unknown) =>
    isWildcard(address) ? isIP(address) === 6 || isIP(String(ip)) === 4 : ip === address;
  service.records = () =>
    all().filter(({ type, data }) => !['A', 'AAAA'].includes(type) || isReachable(data));
}

function close(bonjour: Bonjour): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      bonjour.destroy();
      resolve();
    };
    const timer = setTimeout(done, FAREWELL);
    bonjour.unpublishAll(done);
  });
}

/** A name as one label of DNS: the library would take dots for ends of labels. */
function labelOf(name: string): string {
  let label = name.replaceAll('.', '-');
  while (Buffer.byteLength(label) > LABEL) label = label.slice(0, -1);
  return label;
}
