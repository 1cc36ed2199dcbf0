import type { Socket } from 'node:dgram';
import { isWildcard } from '../../../shared/net/endpoint.ts';
import type { Clock } from '../../../shared/plugin/common.ts';
import { BoundUdp, type UdpEvents } from '../../net/bound-udp.ts';
import { closeQuietly, sharedUdp } from '../../net/udp.ts';
import type { Bind } from './config.ts';
import { broadcastAddresses } from './broadcast.ts';

/**
 * One UDP socket for all universes of a bind. A second one hears the broadcasts of the network when the bind is a
 * single address, which most systems would keep from it.
 */
export class ArtnetSocket extends BoundUdp {
  #broadcast: Socket | undefined;

  constructor(
    private readonly bind: Bind,
    clock: Clock,
    events: UdpEvents,
  ) {
    super(bind.host, bind.port, clock, events);
  }

  protected override bound(): void {
    const address = isWildcard(this.bind.host) ? undefined : broadcastAddresses(this.bind.host)[0];
    if (address === undefined || process.platform === 'win32') return;
    const socket = sharedUdp();
    this.#broadcast = socket;
    socket.on('message', this.onMessage);
    // Without it only broadcasts are missed, which the main socket would not hear either.
    socket.on('error', () => closeQuietly(socket));
    socket.bind({ port: this.boundPort, address, exclusive: false });
  }

  protected override unbound(): void {
    closeQuietly(this.#broadcast);
    this.#broadcast = undefined;
  }

  protected override tune(): void {
    // Broadcasts need no more than every socket has.
  }
}
