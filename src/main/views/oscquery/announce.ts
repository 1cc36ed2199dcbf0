import { isIP } from 'node:net';
import type { Logger } from '../../../shared/plugin/common.ts';

/** Tell the network that we are here; returns what takes it back. */
export type Announce = (name: string, host: string, port: number, log: Logger) => Promise<() => void>;

/** By multicast DNS, service type `_oscjson._tcp`. A network that does not allow it is no reason to fail. */
export const announceByMdns: Announce = async (name, host, port, log) => {
  try {
    const { Bonjour } = await import('bonjour-service');
    const one = isIP(host) !== 0 && host !== '0.0.0.0' && host !== '::';
    // Bound to the interface's address, Linux would deliver no multicast: the socket is bound to any.
    const bonjour = new Bonjour(one ? ({ interface: host, bind: '0.0.0.0' } as object) : {}, (error: Error) =>
      log.warn(`not announced: ${error.message}`),
    );
    bonjour.publish({ name, type: 'oscjson', protocol: 'tcp', port });
    return () => {
      bonjour.unpublishAll(() => bonjour.destroy());
    };
  } catch (thrown) {
    log.warn(`not announced: ${String(thrown)}`);
    return () => undefined;
  }
};
