import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { EventEmitter } from 'node:events';
import type { Bonjour, ServiceConfig } from 'bonjour-service';
import { messageOf } from '../../../shared/error/coded-error.ts';
import { isLoopback } from '../../../shared/net/endpoint.ts';
import type { Dispose, Logger } from '../../../shared/plugin/common.ts';

/** A session on the network. */
export interface FoundSession {
  readonly name: string;
  readonly host: string;
  /** Its control port. */
  readonly port: number;
}

/** Finding sessions and being found (DNS-SD, `_apple-midi._udp`). */
export interface Discovery {
  /** Does nothing when no name to announce is set. */
  announce(session: string, controlPort: number): Dispose;
  browse(onFound: (session: FoundSession) => void): Dispose;
  /** Resolves when the network was told what is gone. */
  close(): Promise<void>;
}

export interface MdnsOptions {
  /** Announce as this host; empty does not announce. */
  readonly name: string;
  /** Only on this interface (name or IPv4 address); empty uses all. */
  readonly interface: string;
}

/** Multicast DNS through `bonjour-service`, opened when first needed. */
export class MdnsDiscovery implements Discovery {
  #bonjour: Promise<Bonjour | undefined> | undefined;
  /** Farewells under way. */
  readonly #leaving: Promise<void>[] = [];

  constructor(
    private readonly options: MdnsOptions,
    private readonly log: Logger,
  ) {}

  announce(session: string, controlPort: number): Dispose {
    if (this.options.name === '') return () => undefined;
    const host = `${this.options.name.replaceAll('.', '-')}.local`;
    return this.#using(bonjour => {
      const service = bonjour.publish({
        name: session,
        type: 'apple-midi',
        protocol: 'udp',
        port: controlPort,
        host,
      });
      return () => void this.#leaving.push(new Promise<void>(resolve => service.stop(resolve)));
    });
  }

  browse(onFound: (session: FoundSession) => void): Dispose {
    return this.#using(bonjour => {
      const browser = bonjour.find({ type: 'apple-midi', protocol: 'udp' }, service => {
        const host = reachable(service.addresses ?? [], service.referer?.address);
        if (host !== undefined) onFound({ name: service.name, host, port: service.port });
      });
      return () => browser.stop();
    });
  }

  async close(): Promise<void> {
    const bonjour = await this.#bonjour;
    this.#bonjour = undefined;
    await Promise.all(this.#leaving.splice(0));
    bonjour?.destroy();
  }

  #using(use: (bonjour: Bonjour) => Dispose): Dispose {
    let stopped = false;
    let stop: Dispose = () => undefined;
    this.#bonjour ??= this.#open();
    void this.#bonjour.then(bonjour => {
      if (bonjour && !stopped) stop = use(bonjour);
    });
    return () => {
      stopped = true;
      stop();
      stop = () => undefined;
    };
  }

  async #open(): Promise<Bonjour | undefined> {
    const failed = (error: unknown) => this.log.warn(`Looking for sessions failed: ${messageOf(error)}`);
    try {
      const { Bonjour } = await import('bonjour-service');
      const address = addressOf(this.options.interface);
      // Bound to the interface's own address a socket receives no multicast on Linux: the bind must be to all. The
      // library's types leave out what it hands on to its socket.
      const where = address === undefined ? {} : { interface: address, bind: '0.0.0.0' };
      const bonjour = new Bonjour(where as Partial<ServiceConfig>, failed);
      // The library leaves errors of its socket (port 5353 is taken) unheard, which would end the program.
      const server = Reflect.get(bonjour, 'server') as { readonly mdns: EventEmitter };
      server.mdns.on('error', failed);
      return bonjour;
    } catch (error) {
      failed(error);
      return undefined;
    }
  }
}

function addressOf(name: string): string | undefined {
  if (name === '') return undefined;
  return networkInterfaces()[name]?.find(one => one.family === 'IPv4')?.address ?? name;
}

/**
 * Where to reach a host with several addresses: the one it answered from, for that way is known to be open, unless the
 * answer came through a relay; then the first IPv4 address it tells.
 */
function reachable(addresses: readonly string[], sender: string | undefined): string | undefined {
  if (sender !== undefined && (addresses.includes(sender) || isLoopback(sender))) return sender;
  return addresses.find(isIPv4) ?? sender;
}
