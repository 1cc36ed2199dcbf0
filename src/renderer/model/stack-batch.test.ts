import { beforeEach, describe, expect, it } from 'vitest';
import type { StackJob } from '../../shared/contract/calls/stacks.ts';
import type { Link } from '../link/link.ts';
import type { BatchTask } from './batch.ts';
import { cancelBatch, runBatch } from './stack-batch.ts';
import { createStacksStore, type StacksStore } from './stacks-store.ts';

const job = (id: string, part: Partial<StackJob> = {}): StackJob => ({
  id,
  state: 'done',
  progress: 1,
  title: id,
  startedAt: 1,
  endedAt: 2,
  details: `/cache/${id}.wav`,
  code: '',
  cached: false,
  ...part,
});

/** An engine whose jobs end when the test says so. */
class Engine {
  readonly waiting = new Map<string, (job: StackJob) => void>();
  readonly cached = new Set<string>();
  readonly cancelled: string[] = [];
  readonly link = {
    on: () => () => undefined,
    onOpen: () => () => undefined,
    call: (name: string, request: Record<string, unknown>) => this.#answer(name, request),
  } as unknown as Link;

  async #answer(name: string, request: Record<string, unknown>): Promise<unknown> {
    if (name === 'stacks.peaks')
      return { file: request['file'], rate: 10, channels: 1, length: 20, peak: 1, rms: 0.5 };
    if (name === 'stacks.cancel') return this.#cancel(String(request['job']));
    const id = String((request['query'] as { file: unknown }).file);
    if (id === 'bad') throw new Error('not a sound');
    if (this.cached.has(id)) return job(id, { cached: true });
    if (request['wait'] !== true) return job(id, { state: 'running', endedAt: 0, details: '' });
    return new Promise<StackJob>(resolve => this.waiting.set(id, resolve));
  }

  #cancel(id: string): { cancelled: boolean } {
    this.cancelled.push(id);
    this.waiting.get(id)?.(job(id, { state: 'cancelled', details: 'given up' }));
    return { cancelled: true };
  }
}

const tasks = (...ids: readonly string[]): BatchTask[] =>
  ids.map(id => ({ source: id, values: [], query: { file: id } }));

let engine: Engine;
let store: StacksStore;
const rows = () => store.getState().batch?.rows ?? [];
const settle = () => new Promise(resolve => setTimeout(resolve, 1));

beforeEach(() => {
  engine = new Engine();
  store = createStacksStore(engine.link);
});

describe('a batch', () => {
  it('works on four at a time, and says what each result is', async () => {
    const run = runBatch(engine.link, store, {
      instance: 'v',
      parameters: [],
      tasks: tasks('1', '2', '3', '4', '5'),
    });
    await settle();
    expect(rows().map(row => row.state)).toEqual(['running', 'running', 'running', 'running', 'waiting']);
    engine.waiting.get('2')?.(job('2'));
    await settle();
    expect(rows()[1]).toMatchObject({ state: 'done', sound: { length: 20 }, job: { cached: false } });
    expect(rows()[4]?.state).toBe('running');
    for (const id of ['1', '3', '4', '5']) engine.waiting.get(id)?.(job(id));
    await run;
    expect(store.getState().batch?.endedAt).toBeGreaterThan(0);
  });

  it('goes on after a failure, and takes what is cached at once', async () => {
    engine.cached.add('old');
    await runBatch(engine.link, store, { instance: 'v', parameters: [], tasks: tasks('bad', 'old') });
    expect(rows()).toMatchObject([
      { state: 'failed', fault: expect.stringContaining('not a sound') },
      { state: 'done', job: { cached: true } },
    ]);
  });

  it('gives up what runs and what waits, and keeps what is done', async () => {
    engine.cached.add('old');
    const run = runBatch(engine.link, store, {
      instance: 'v',
      parameters: [],
      tasks: tasks('old', '1', '2', '3', '4', '5', '6'),
    });
    await settle();
    cancelBatch(engine.link, store);
    await run;
    expect(rows().map(row => row.state)).toEqual(['done', ...Array<string>(6).fill('cancelled')]);
    expect(engine.cancelled).toEqual(['1', '2', '3', '4']);
  });
});
