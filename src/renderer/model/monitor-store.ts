import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogLine, MonitorEvent, MonitorStats } from '../../shared/contract/calls/monitor.ts';
import type { Link } from '../link/link.ts';

/** The view keeps this many; the engine's ring keeps more. */
const KEPT = 5000;
const KEPT_LINES = 2000;
const TAKE_EVERY = 100;

export interface MonitorModel {
  /** Oldest first. */
  readonly events: readonly MonitorEvent[];
  readonly paused: boolean;
  /** Events that came while the view was paused. */
  readonly held: number;
  readonly filter: string;
  readonly stats: MonitorStats | undefined;
  readonly lines: readonly LogLine[];
}

export type MonitorStore = ReturnType<typeof createMonitorStore>;

/** Events, numbers and log lines of the engine. Events stream only while somebody watches. */
export function createMonitorStore(link: Link) {
  const store = createStore<MonitorModel>(() => ({
    events: [],
    paused: false,
    held: 0,
    filter: '',
    stats: undefined,
    lines: [],
  }));
  link.onOpen(() => {
    store.setState({ events: [], held: 0 });
    void link.call('monitor.stats', {}).then(
      stats => store.setState({ stats }),
      () => undefined,
    );
    void link.call('log.recent', { limit: 500 }).then(
      lines => store.setState({ lines }),
      () => undefined,
    );
  });
  collectEvents(store, link);
  link.on('monitor.statsChanged', stats => store.setState({ stats }));
  link.on('log.line', line =>
    store.setState(state => ({ lines: [...state.lines, line].slice(-KEPT_LINES) })),
  );
  return store;
}

/** Take batches over ten times a second: a list that is drawn oftener cannot be read either. */
function collectEvents(store: StoreApi<MonitorModel>, link: Link): void {
  let waiting: MonitorEvent[] = [];
  const take = () => {
    const fresh = waiting;
    waiting = [];
    store.setState(({ events, paused, held }) => {
      if (paused) return { held: held + fresh.length };
      // What the list was filled with meanwhile holds some of them already.
      const last = events.at(-1)?.seq ?? 0;
      return { events: [...events, ...fresh.filter(one => one.seq > last)].slice(-KEPT) };
    });
  };
  // Another engine counts from 1 again.
  link.onOpen(() => (waiting = []));
  link.on('monitor.batch', ({ events, skipped }) => {
    if (store.getState().paused) {
      store.setState(state => ({ held: state.held + events.length + skipped }));
      return;
    }
    if (waiting.length === 0) setTimeout(take, TAKE_EVERY);
    waiting.push(...events);
  });
}

/** Freeze the view, or let it run again from the newest events on. */
export function setPaused(store: MonitorStore, link: Link, paused: boolean): void {
  store.setState({ paused, held: 0 });
  if (!paused) void loadRecent(store, link);
}

/** Fill the view with what the ring holds. */
export async function loadRecent(store: MonitorStore, link: Link): Promise<void> {
  try {
    const events = await link.call('monitor.events', { limit: 500 });
    store.setState({ events });
  } catch {
    // The banner says already that the engine is gone.
  }
}
