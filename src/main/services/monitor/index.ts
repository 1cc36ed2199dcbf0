import type { MonitorEvent, MonitorStats } from '../../../shared/contract/calls/monitor.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { problemOf } from '../../../shared/error/problem.ts';
import type { ProblemReporter } from '../../../shared/plugin/common.ts';
import type { CallContext, EventBus, ServicePlugin, ServiceRequest } from '../../../shared/plugin/service.ts';
import type { MonitoredEngine, RingEvent } from './engine-port.ts';

/** A batch for the windows every so many milliseconds. */
const BATCH_EVERY = 50;
/** Rows in one batch; a person reads fewer, and a busy patch has far more. */
const BATCH_ROWS = 200;
const CHAIN_ROWS = 500;

/** Events, chains of causes and statistics of the running engine. */
export function createMonitorService(engine: MonitoredEngine): ServicePlugin {
  const stops: (() => void)[] = [];
  return {
    manifest: { kind: 'service', name: 'monitor', title: 'Monitor' },
    load({ bus, clock, problems }) {
      const monitor = new Monitor(engine, bus, problems);
      stops.push(
        clock.every(BATCH_EVERY, () => monitor.sendBatch()),
        clock.every(1000, () => monitor.sendStats()),
      );
      return async (request, call) => monitor.answer(request, call);
    },
    unload() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

class Monitor {
  readonly #watchers = new Set<string>();
  #sent = 0;
  #routed = 0;
  #coalesced = 0;
  #stats: MonitorStats = { eventsPerSecond: 0, p99: 0, coalesced: 0, dropped: 0, refused: 0 };

  constructor(
    private readonly engine: MonitoredEngine,
    private readonly bus: EventBus,
    private readonly problems: ProblemReporter,
  ) {}

  answer(request: ServiceRequest, call: CallContext): unknown {
    switch (request.op) {
      case 'events':
        return this.#events(numberOf(request['after'], 0), numberOf(request['limit'], 500));
      case 'why':
        return this.engine.ring.chain(numberOf(request['seq'], 0), CHAIN_ROWS).map(toMonitorEvent);
      case 'stats':
        return this.#stats;
      case 'watch':
        return this.#watch(request['on'] === true, call);
      default:
        throw fail('contract.unknown-call', { name: `monitor.${request.op}` });
    }
  }

  sendBatch(): void {
    const { last } = this.engine.ring;
    if (this.#watchers.size === 0 || last === this.#sent) {
      this.#sent = last;
      return;
    }
    const skipped = Math.max(0, last - this.#sent - BATCH_ROWS);
    const events = this.#events(this.#sent, BATCH_ROWS);
    this.#sent = last;
    this.bus.publish('monitor.batch', { events, skipped });
  }

  sendStats(): void {
    const { router, refused } = this.engine;
    const { dropped, coalesced, latency, routed } = router;
    const p99 = latency.percentile(0.99);
    latency.clear();
    const stats = { eventsPerSecond: routed - this.#routed, p99, coalesced, dropped, refused };
    this.#routed = routed;
    this.#reportOverload(coalesced);
    const same = Object.entries(stats).every(
      ([key, value]) => this.#stats[key as keyof MonitorStats] === value,
    );
    this.#stats = stats;
    if (!same) this.bus.publish('monitor.statsChanged', stats);
  }

  #events(after: number, limit: number): readonly MonitorEvent[] {
    const { ring } = this.engine;
    const from = Math.max(after + 1, ring.first, ring.last - limit + 1);
    const events: MonitorEvent[] = [];
    for (let seq = from; seq <= ring.last; seq++) {
      const event = ring.read(seq);
      // A wire's event at the very edge of the ring has lost the event that it had its value from.
      if (event && !Number.isNaN(event.value)) events.push(toMonitorEvent(event));
    }
    return events;
  }

  #watch(on: boolean, call: CallContext): { on: boolean } {
    if (!on) this.#watchers.delete(call.client);
    else if (!this.#watchers.has(call.client)) {
      this.#watchers.add(call.client);
      call.signal.addEventListener('abort', () => this.#watchers.delete(call.client), { once: true });
    }
    return { on };
  }

  /** The problem stands while the overload lasts; the count of all time stays in the statistics. */
  #reportOverload(coalesced: number): void {
    const count = coalesced - this.#coalesced;
    this.#coalesced = coalesced;
    if (count === 0) this.problems.clear('core.overload');
    else this.problems.report(problemOf(fail('core.overload', { count }), { kind: 'patch' }, 'warning'));
  }
}

function toMonitorEvent({ seq, time, channel, out, value, cause }: RingEvent): MonitorEvent {
  return { seq, time, channel, direction: out ? 'out' : 'in', value, cause };
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
