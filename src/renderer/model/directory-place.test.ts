import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_PATCH, type PatchDocument } from '../../shared/patch/document.ts';
import type { Relations } from '../../shared/plugin/source.ts';
import { Link } from '../link/link.ts';
import { FakeEngine } from '../testing/fake-engine.ts';
import { type PlacedEntry, placeEntry } from './directory-place.ts';
import { createModel, type Model } from './model.ts';

const AT = { at: { x: 101, y: 42 } };
const PATCH: PatchDocument = {
  ...EMPTY_PATCH,
  instances: [{ name: 'synth', backend: 'midi', options: {}, channels: ['ch0.cc7'] }],
};

function entry(relations: Partial<Relations>): PlacedEntry {
  const none = { source_entry_id: null, instance: null, channel: null, address: null };
  return { title: 'Cutoff', entry: { source: 'sheet', relations: { ...none, ...relations } } };
}

async function open(document: PatchDocument): Promise<{ engine: FakeEngine; model: Model }> {
  const engine = new FakeEngine(document);
  const link = new Link(() => Promise.resolve(engine.connect()));
  const storage = { getItem: () => null, setItem: () => undefined };
  const model = createModel(link, undefined, storage);
  link.start();
  await vi.waitFor(() => expect(model.devices.getState().manifests.size).toBeGreaterThan(0));
  await vi.waitFor(() => expect(model.patch.getState().loaded).toBe(true));
  return { engine, model };
}

describe('placeEntry', () => {
  let engine: FakeEngine;
  let model: Model;
  beforeEach(async () => ({ engine, model } = await open(PATCH)));

  it('gives the device of a bound entry a row, once', async () => {
    const bound = entry({ instance: 'synth', channel: 'ch0.cc74', address: 'cc:74' });
    await placeEntry(model, bound, AT);
    expect(engine.document.instances[0]?.channels).toEqual(['ch0.cc7', 'ch0.cc74']);
    expect([...model.selection.getState().instances]).toEqual(['synth']);
    await vi.waitFor(() => expect(model.patch.getState().document).toEqual(engine.document));
    await placeEntry(model, bound, AT);
    expect(engine.calls.filter(one => one === 'patch.edit')).toHaveLength(1);
  });

  it('offers the device that a bound entry lacks, and makes it under its name with the row', async () => {
    const placing = placeEntry(model, entry({ instance: 'juno', channel: 'ch1.cc74', address: 'cc:74' }), AT);
    const { question } = model.dialogs.getState();
    expect(question?.choices.map(one => one.id)).toEqual(['new:midi']);
    question?.answer('new:midi');
    await placing;
    expect(engine.document.instances[1]).toMatchObject({
      name: 'juno',
      backend: 'midi',
      channels: ['ch1.cc74'],
    });
    expect(engine.document.layout.nodes['juno']).toEqual({ x: 100, y: 40 });
  });

  it('asks for the device of an entry that is bound to none; closing the question changes nothing', async () => {
    const placing = placeEntry(model, entry({ address: 'cc:74' }), AT);
    const { question } = model.dialogs.getState();
    expect(question?.choices.map(one => one.id)).toEqual(['to:synth', 'new:midi']);
    question?.answer(undefined);
    await placing;
    expect(engine.document).toEqual(PATCH);
  });

  it('takes the node that an unbound entry was dropped on', async () => {
    await placeEntry(model, entry({ address: 'cc:74' }), { ...AT, onto: 'synth' });
    expect(engine.document.instances[0]?.channels).toEqual(['ch0.cc7', 'ch0.cc74']);
  });

  it('says that a person is no channel', async () => {
    await placeEntry(model, entry({ source_entry_id: '1' }), AT);
    expect(model.toasts.getState().toasts[0]?.kind).toBe('error');
    expect(engine.document).toEqual(PATCH);
  });
});
