import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Batch, BatchRow } from '../../model/batch.ts';
import { batchCsv, batchSidecar } from './batch-export.ts';

const done: BatchRow = {
  source: 'a, "loud".wav',
  values: ['+3st', [1, 2]],
  query: { file: '/x/a.wav', stack: [{ module: 'mixin', file: { file: 'b', stack: [{ module: 'gain' }] } }] },
  state: 'done',
  job: {
    id: 'key1',
    state: 'done',
    progress: 1,
    title: '',
    startedAt: 1000,
    endedAt: 3000,
    details: '/cache/key1.wav',
    code: '',
    cached: false,
  },
  sound: { file: '/cache/key1.wav', rate: 10, channels: 2, length: 25, peak: 1, rms: 0.1 },
  fault: '',
};
const failed: BatchRow = {
  ...done,
  state: 'failed',
  sound: undefined,
  job: undefined,
  fault: 'It is\nno sound.',
};
const silent: BatchRow = { ...done, sound: done.sound && { ...done.sound, peak: 0, rms: 0 } };
const batch: Batch = {
  instance: 'v',
  parameters: ['world.f0', 'x.y'],
  startedAt: 0,
  endedAt: 5000,
  rows: [done, failed, silent],
};

describe('the CSV of a batch', () => {
  it('is read back by another reader, whatever is in a cell', () => {
    const rows: Record<string, string>[] = parse(batchCsv(batch), { columns: true });
    expect(rows[0]).toEqual({
      source: 'a, "loud".wav',
      'world.f0': '+3st',
      'x.y': '[1,2]',
      state: 'done',
      cached: 'false',
      result: '/cache/key1.wav',
      duration_s: '2.500000',
      rate_hz: '10',
      channels: '2',
      peak_dbfs: '0.00',
      rms_dbfs: '-20.00',
      error: '',
    });
    expect(rows[1]).toMatchObject({ state: 'failed', result: '', peak_dbfs: '', error: 'It is\nno sound.' });
    expect(rows[2]).toMatchObject({ peak_dbfs: '-inf' });
  });
});

describe('the provenance of a batch', () => {
  it('names the query, the versions, the source and the result', () => {
    const text = batchSidecar(batch, {
      version: '1.2.3',
      patch: 'p',
      modules: { mixin: '4', gain: '2', pad: '9' },
    });
    expect(JSON.parse(text)).toMatchObject({
      program: { name: 'Crosspatch', version: '1.2.3' },
      modules: { gain: '2', mixin: '4' },
      started: '1970-01-01T00:00:00.000Z',
      results: [
        {
          source: done.source,
          values: { 'world.f0': '+3st' },
          query: done.query,
          key: 'key1',
          sound: { samples: 25 },
        },
        { state: 'failed', result: null, error: { message: failed.fault } },
        {},
      ],
    });
    expect(JSON.parse(text).modules).not.toHaveProperty('pad');
  });
});
