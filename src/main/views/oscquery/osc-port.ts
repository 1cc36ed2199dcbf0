import { isLoopback, isWildcard } from '../../../shared/net/endpoint.ts';
import type { Logger } from '../../../shared/plugin/common.ts';
import { listenFault } from '../../net/listen.ts';
import type { OscQueryConfig } from './config.ts';
import { openUdp, type UdpPort } from './udp.ts';

export interface OscPortArgs {
  readonly config: Pick<OscQueryConfig, 'oscPort' | 'open'>;
  /** Where the queries are answered. */
  readonly address: string;
  readonly port: number;
  readonly log: Logger;
  onPacket(bytes: Uint8Array, from: string): void;
}

/**
 * Take OSC packets on the port that was asked for, else on the number of the queries' port, else on any. Undefined where
 * nobody who reaches us may write. Rejects with `host.port-in-use` or `host.cannot-listen`.
 */
export async function openOscPort(args: OscPortArgs): Promise<UdpPort | undefined> {
  const { config, address, port, onPacket, log } = args;
  if (!config.open && !isLoopback(address) && !isWildcard(address)) return undefined;
  const wanted = config.oscPort ?? port;
  try {
    return await openUdp(address, wanted, onPacket);
  } catch (thrown) {
    if (config.oscPort !== undefined) throw listenFault(thrown, { host: address, port: wanted });
    log.warn(`UDP port ${wanted} is not free: OSC is taken on another, which clients are told`);
    return openUdp(address, 0, onPacket);
  }
}
