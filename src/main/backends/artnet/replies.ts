import { isWildcard } from '../../../shared/net/endpoint.ts';
import type { Poll } from './codec.ts';
import type { Bind } from './config.ts';
import { localAddresses } from '../../net/addresses.ts';
import { sameNetwork } from './broadcast.ts';
import { makePollReply } from './poll-reply.ts';

/** What a reply says of one universe of ours. */
export interface RepliedUniverse {
  readonly portAddress: number;
  /** It listens: for the network it is an output port, which gives DMX out. */
  readonly receives: boolean;
  readonly sends: boolean;
}

/** Replies say their page in one byte. */
const MOST_PAGES = 255;

/** Writes our answers to polls: one page for each universe. */
export class ReplyWriter {
  #answers = 0;

  constructor(
    private readonly bind: Bind,
    private readonly name: string,
  ) {}

  answer(
    poll: Poll,
    universes: readonly RepliedUniverse[],
    asker: string,
    port: number,
  ): Uint8Array<ArrayBuffer>[] {
    const ip = this.#address(asker).split('.').map(Number);
    const report = `#0001 [${String(++this.#answers % 10_000).padStart(4, '0')}] Crosspatch runs`;
    return universes
      .slice(0, MOST_PAGES)
      .map(({ portAddress, receives, sends }, i) => ({
        portAddress,
        output: receives,
        input: sends,
        page: i + 1,
      }))
      .filter(one => one.portAddress >= poll.bottom && one.portAddress <= poll.top)
      .map(({ page, ...universe }) =>
        makePollReply({
          ip,
          port,
          shortName: this.name,
          longName: this.name,
          report,
          ports: [universe],
          bindIndex: page,
        }),
      );
  }

  /** The address under which the asker reaches us. */
  #address(asker: string): string {
    const { announce, host } = this.bind;
    if (announce !== undefined) return announce;
    if (!isWildcard(host)) return host;
    const own = localAddresses();
    return (own.find(one => sameNetwork(one.address, asker, one.netmask)) ?? own[0])?.address ?? '127.0.0.1';
  }
}
