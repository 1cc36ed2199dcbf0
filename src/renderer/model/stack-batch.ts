import type { StackJob } from '../../shared/contract/calls/stacks.ts';
import { toCodedError } from '../../shared/error/coded-error.ts';
import type { Link } from '../link/link.ts';
import type { Batch, BatchQuery, BatchRow, BatchTask } from './batch.ts';
import type { StacksStore } from './stacks-store.ts';

/** Queries on their way at once: enough for the engine's threads, few enough for others to get their turn. */
const AT_ONCE = 4;

/** Run all queries, a few at a time. Resolves when each has ended; the store shows them on the way. */
export async function runBatch(
  link: Link,
  store: StacksStore,
  setup: Pick<Batch, 'instance' | 'parameters'> & { readonly tasks: readonly BatchTask[] },
): Promise<void> {
  const { tasks, ...rest } = setup;
  const rows = tasks.map((task): BatchRow => ({
    ...task,
    state: 'waiting',
    job: undefined,
    sound: undefined,
    fault: '',
  }));
  store.setState({ batch: { ...rest, startedAt: Date.now(), endedAt: 0, rows } });
  const next = rows.keys();
  const work = async () => {
    for (const at of next) await runRow(link, store, at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  changeBatch(store, batch => ({ ...batch, endedAt: Date.now() }));
}

/** Give up what has not ended. */
export function cancelBatch(link: Link, store: StacksStore): void {
  const running = store.getState().batch?.rows.filter(row => row.state === 'running') ?? [];
  changeBatch(store, batch => ({
    ...batch,
    rows: batch.rows.map(row => (row.state === 'waiting' ? { ...row, state: 'cancelled' } : row)),
  }));
  for (const { job } of running) {
    // It may have ended meanwhile: then there is nothing to give up.
    if (job) void link.call('stacks.cancel', { job: job.id }).catch(() => undefined);
  }
}

async function runRow(link: Link, store: StacksStore, at: number): Promise<void> {
  const row = store.getState().batch?.rows[at];
  if (!row || row.state === 'cancelled') return;
  const change = (part: Partial<BatchRow>) => changeRow(store, at, part);
  try {
    change({ state: 'running' });
    // First without waiting: only a job whose key is known can be given up.
    const begun = await link.call('stacks.run', { query: row.query });
    change({ job: begun });
    const ended = begun.state === 'running' ? await waitFor(link, row.query) : begun;
    if (ended.state !== 'done') return change({ state: ended.state, job: ended, fault: ended.details });
    // It waited for the rest of its own work, which counts as found when it asks again.
    const job = { ...ended, startedAt: begun.startedAt, cached: begun.cached };
    const sound = await link.call('stacks.peaks', { file: job.details, columns: 1 });
    change({ state: 'done', job, sound });
  } catch (thrown) {
    change({ state: 'failed', fault: toCodedError(thrown).message });
  }
}

function waitFor(link: Link, query: BatchQuery): Promise<StackJob> {
  return link.call('stacks.run', { query, wait: true });
}

function changeRow(store: StacksStore, at: number, part: Partial<BatchRow>): void {
  changeBatch(store, batch => ({
    ...batch,
    rows: batch.rows.map((row, i) => (i === at ? { ...row, ...part } : row)),
  }));
}

function changeBatch(store: StacksStore, change: (batch: Batch) => Batch): void {
  store.setState(({ batch }) => ({ batch: batch && change(batch) }));
}
