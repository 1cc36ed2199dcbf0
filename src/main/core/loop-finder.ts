import type { EventRing, RingEvent } from './event-ring.ts';
import type { WirePair } from './fan-out.ts';

/** Steps looked back for a repeated channel. */
const LOOK_BACK = 2048;

export interface Loop {
  /** Wires in the order in which the events went over them; the last one closes the loop. */
  readonly wires: readonly WirePair[];
}

/**
 * The loop that an event came round in, read from its chain of causes. Where the ring has forgotten the way back to
 * the same channel, only the last wire is known. Undefined when the event came over no wire at all.
 */
export function findLoop(ring: EventRing, seq: number): Loop | undefined {
  const chain = ring.chain(seq, LOOK_BACK);
  const last = chain.at(-1);
  if (!last) return undefined;
  const before = chain.findLastIndex(event => event !== last && !event.out && event.channel === last.channel);
  const wires = wiresOf(chain.slice(Math.max(0, before)));
  if (wires.length === 0) return undefined;
  return { wires: before >= 0 ? wires : wires.slice(-1) };
}

/** An event that went out over a wire follows, in the chain, the event that the wire took it from. */
function wiresOf(chain: readonly RingEvent[]): readonly WirePair[] {
  return chain.flatMap((event, i) => {
    const from = chain[i - 1];
    return event.out && from ? [{ from: from.channel, to: event.channel }] : [];
  });
}
