import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createModel } from '../model/model.ts';
import { FakeEngine } from '../testing/fake-engine.ts';
import { SAMPLE_PATCH } from '../testing/sample-patch.ts';
import { Link } from './link.ts';

const storage = { getItem: () => null, setItem: () => undefined };
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(20);

function setUp(engine = new FakeEngine(SAMPLE_PATCH)) {
  const ports = { refuse: false };
  const link = new Link(() =>
    ports.refuse ? Promise.reject(new Error('away')) : Promise.resolve(engine.connect()),
  );
  return { engine, link, ports, model: createModel(link, undefined, storage) };
}

describe('a window and its engine', () => {
  it('loads the patch and follows its edits without asking again', async () => {
    const { engine, link, model } = setUp();
    link.start();
    await settle();
    expect(model.patch.getState().document).toBe(engine.document);
    engine.edit('add a row', [{ op: 'channels.set', instance: 'logic', channels: ['speed', 'size'] }]);
    await settle();
    expect(model.graph.getState().view.get('logic')?.rows).toHaveLength(2);
    expect(model.patch.getState().undo).toBe('add a row');
    expect(engine.calls.filter(name => name === 'patch.get')).toHaveLength(1);
  });

  it('asks for the whole patch when an edit was missed', async () => {
    const { engine, link, model } = setUp();
    link.start();
    await settle();
    engine.publish('patch.edited', { revision: 7, client: '', label: '', operations: [], state: {} });
    await settle();
    expect(engine.calls.filter(name => name === 'patch.get')).toHaveLength(2);
    expect(model.patch.getState().document).toBe(engine.document);
  });

  it('says that the engine is gone, and takes up again by itself', async () => {
    const { engine, link, model, ports } = setUp();
    link.start();
    await settle();
    ports.refuse = true;
    engine.disconnect();
    expect(model.host.getState().link).toBe('lost');
    await expect(link.call('patch.get', {})).rejects.toMatchObject({ code: 'contract.closed' });
    await vi.advanceTimersByTimeAsync(3000);
    ports.refuse = false;
    await vi.advanceTimersByTimeAsync(6000);
    expect(model.host.getState().link).toBe('open');
    engine.edit('after the return', [{ op: 'channels.set', instance: 'logic', channels: [] }]);
    await settle();
    expect(model.patch.getState().undo).toBe('after the return');
  });

  it('tells why an edit was refused', async () => {
    const { link, model } = setUp();
    link.start();
    await settle();
    const done = await model.edit('nonsense', [{ op: 'instance.remove', name: 'nobody' }]);
    expect(done).toBe(false);
    expect(model.toasts.getState().toasts[0]?.text).toContain('nobody');
  });
});
