import type { Socket } from 'node:dgram';
import { isLoopback, isWildcard } from '../../../shared/net/endpoint.ts';
import type { Clock } from '../../../shared/plugin/common.ts';
import { BoundUdp, type UdpEvents } from '../../net/bound-udp.ts';
import type { Bind } from './config.ts';
import { Multicast } from './multicast.ts';

/** The sockets of one bind: unicast, multicast groups, and one that only sends where the bind cannot. */
export class SacnSocket extends BoundUdp {
  #multicast: Multicast | undefined;
  readonly #joined: number[] = [];

  constructor(
    private readonly bind: Bind,
    clock: Clock,
    events: UdpEvents,
  ) {
    super(bind.host, bind.port, clock, events);
  }

  /** Hear a universe's multicast; count and leave as often as joined. Kept over a new start. */
  join(universe: number): void {
    this.#joined.push(universe);
    this.#multicast?.join(universe);
  }

  leave(universe: number): void {
    const at = this.#joined.indexOf(universe);
    if (at < 0) return;
    this.#joined.splice(at, 1);
    this.#multicast?.leave(universe);
  }

  /** Networks may have come or gone. */
  refresh(): void {
    this.#multicast?.refresh();
  }

  protected override bound(socket: Socket, address: string): void {
    this.#multicast = new Multicast(socket, address, socket.address().port, this.onMessage);
    for (const universe of this.#joined) this.#multicast.join(universe);
  }

  protected override unbound(): void {
    this.#multicast?.close();
    this.#multicast = undefined;
  }

  protected override tune(socket: Socket, address: string | undefined): void {
    socket.setMulticastLoopback(this.bind.local || isLoopback(this.bind.host));
    if (address !== undefined && !isWildcard(address)) socket.setMulticastInterface(address);
  }

  /** A bind that the user wrote is where multicast goes out, also on loopback. */
  protected override reaches(host: string): boolean {
    return super.reaches(host) || (host.startsWith('239.') && this.bind.given);
  }
}
