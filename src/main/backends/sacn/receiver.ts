import { MergeSource, type MergeMode, UniverseMerger } from '../../../shared/dmx/merge.ts';
import { isLate } from '../../../shared/dmx/sequence.ts';
import type { UniverseInput } from '../../../shared/dmx/universe-input.ts';
import type { InstanceCounters } from '../../../shared/plugin/backend.ts';
import type { Clock } from '../../../shared/plugin/common.ts';
import { formatCid } from './cid.ts';
import {
  cidOf,
  DATA_HEADER,
  DATA_LOSS_TIMEOUT,
  type DataHeader,
  FORCE_SYNC,
  isFrom,
  LEVELS,
  nameOf,
  PER_ADDRESS_PRIORITY,
  PREVIEW,
  SLOTS,
  TERMINATED,
} from './codec.ts';

/** More sources than a universe can sensibly have are refused: they may be made up. */
const MOST_SOURCES = 16;

class Source extends MergeSource {
  cid: Uint8Array = new Uint8Array(16);
  name = '';
  sequence = 0;
  priority = 0;
  /** Time of the last per-address priorities, ms; -Infinity when the universe's priority counts. */
  prioritySeen = -Infinity;
  syncAddress = 0;
  forced = false;
  /** Time of the last synchronisation packet; -Infinity before the first: until then data counts at once (11.1.2). */
  syncSeen = -Infinity;
  /** A frame that waits for synchronisation. */
  readonly staged = new Uint8Array(SLOTS);
  stagedCount = 0;
}

export interface ReceiverOptions {
  readonly merge: MergeMode;
  readonly preview: boolean;
  readonly from: Uint8Array | undefined;
}

/** The input of a universe: arbitrates sources by priority, checks sequence, waits for synchronisation. */
export class UniverseReceiver {
  readonly #merger: UniverseMerger<Source>;

  constructor(
    private readonly input: UniverseInput,
    private readonly options: ReceiverOptions,
    private readonly clock: Clock,
    private readonly counters: InstanceCounters,
    /** Sources came or went. */
    private readonly changed: () => void,
  ) {
    this.#merger = new UniverseMerger(options.merge, MOST_SOURCES, key => new Source(key));
  }

  /** The sources as a person reads them, those that count first. */
  get sources(): readonly string[] {
    const sorted = [...this.#merger.sources].sort((a, b) => b.priority - a.priority);
    return sorted.map(
      source => `${source.name === '' ? source.key : source.name} (priority ${source.priority})`,
    );
  }

  /** Universes on which synchronisation is awaited. */
  syncAddresses(into: Set<number>): void {
    for (const source of this.#merger.sources) if (source.syncAddress !== 0) into.add(source.syncAddress);
  }

  data(packet: Uint8Array, header: DataHeader): void {
    if ((header.options & PREVIEW) !== 0 && !this.options.preview) return;
    if (this.options.from && !isFrom(packet, this.options.from)) return;
    const known = this.#find(packet);
    if ((header.options & TERMINATED) !== 0) return known && this.#leave(known);
    if (known && isLate(known.sequence, header.sequence)) {
      this.counters.dropped++;
      return;
    }
    const source = known ?? this.#join(packet, header);
    if (!source) {
      this.counters.dropped++;
      return;
    }
    this.counters.received++;
    source.seen = this.counters.lastActivity = this.clock.now();
    source.sequence = header.sequence;
    if (header.startCode === LEVELS) this.#levels(source, packet, header);
    else if (header.startCode === PER_ADDRESS_PRIORITY) this.#priorities(source, packet, header.count);
  }

  /** A synchronisation packet. */
  sync(address: number): void {
    let shown = false;
    for (const source of this.#merger.sources) {
      if (source.syncAddress !== address) continue;
      source.syncSeen = this.clock.now();
      shown = this.#unstage(source) || shown;
    }
    if (shown) this.#show();
  }

  tick(now: number): void {
    for (const source of this.#merger.sources) {
      const stale = now - source.prioritySeen > DATA_LOSS_TIMEOUT;
      if (source.prioritySeen > -Infinity && stale) this.#dropPriorities(source);
      if (source.stagedCount > 0 && source.forced && now - source.syncSeen > DATA_LOSS_TIMEOUT) {
        if (this.#unstage(source)) this.#show();
      }
    }
    if (!this.#merger.expire(now - DATA_LOSS_TIMEOUT)) return;
    this.#show();
    this.changed();
  }

  #find(packet: Uint8Array): Source | undefined {
    for (const source of this.#merger.sources) if (isFrom(packet, source.cid)) return source;
    return undefined;
  }

  #join(packet: Uint8Array, header: DataHeader): Source | undefined {
    const cid = cidOf(packet);
    const source = this.#merger.join(formatCid(cid));
    if (!source) return undefined;
    source.cid = cid;
    source.name = nameOf(packet);
    source.priority = header.priority;
    this.changed();
    return source;
  }

  #leave(source: Source): void {
    this.#merger.leave(source);
    this.#show();
    this.changed();
  }

  #levels(source: Source, packet: Uint8Array, header: DataHeader): void {
    if (source.priority !== header.priority || source.syncAddress !== header.syncAddress) {
      if (source.syncAddress !== header.syncAddress) source.syncSeen = -Infinity;
      source.priority = header.priority;
      source.syncAddress = header.syncAddress;
      this.changed();
    }
    source.forced = (header.options & FORCE_SYNC) !== 0;
    if (this.#waits(source)) {
      for (let i = 0; i < header.count; i++) source.staged[i] = packet[DATA_HEADER + i] as number;
      source.stagedCount = header.count;
      return;
    }
    this.#update(source, packet, DATA_HEADER, header.count);
    this.#show();
  }

  /** When synchronisation was lost, only Force_Synchronization lets data through again (6.2.6). */
  #waits(source: Source): boolean {
    if (source.syncAddress === 0 || source.syncSeen === -Infinity) return false;
    return !source.forced || this.clock.now() - source.syncSeen <= DATA_LOSS_TIMEOUT;
  }

  #unstage(source: Source): boolean {
    if (source.stagedCount === 0) return false;
    this.#update(source, source.staged, 0, source.stagedCount);
    source.stagedCount = 0;
    return true;
  }

  #update(source: Source, frame: Uint8Array, offset: number, count: number): void {
    const own = source.prioritySeen > -Infinity;
    this.#merger.update(source, frame, offset, count, own ? undefined : source.priority);
  }

  /** Priority 0 of an address means that the source does not send it at all. */
  #priorities(source: Source, packet: Uint8Array, count: number): void {
    source.prioritySeen = this.clock.now();
    for (let slot = 0; slot < SLOTS; slot++) {
      const priority = slot < count ? Math.min(200, packet[DATA_HEADER + slot] as number) : 0;
      source.priorities[slot] = priority === 0 ? -1 : priority;
    }
    if (source.count > 0) this.#show();
  }

  #dropPriorities(source: Source): void {
    source.prioritySeen = -Infinity;
    source.priorities.fill(source.priority, 0, source.count).fill(-1, source.count);
    this.#show();
  }

  #show(): void {
    const { sources, count } = this.#merger;
    const first = sources[0];
    if (!first) return;
    const alone = sources.length === 1 && first.prioritySeen === -Infinity;
    this.input.take(alone ? first.levels : this.#merger.merge(this.input.levels), 0, count);
  }
}
