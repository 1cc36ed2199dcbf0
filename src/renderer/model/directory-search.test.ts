import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FoundEntry, SourceAnswer } from '../../shared/contract/calls/directory.ts';
import { StubLink } from '../testing/stub-link.ts';
import { DirectorySearch } from './directory-search.ts';

function found(title: string, channel: string | null = null, source = 'sheet'): FoundEntry {
  const instance = channel === null ? null : 'synth';
  return {
    entry: {
      source,
      backend: 'csv',
      fields: {},
      relations: { source_entry_id: title, instance, channel, address: channel },
      is_personal: false,
      is_deletable: false,
    },
    title,
    subtitle: '',
    favorite: false,
    more: 0,
  };
}

const answer = (source: string, state: SourceAnswer['state']): SourceAnswer => ({
  source,
  state,
  reason: '',
  ms: 1,
  count: 0,
});

describe('DirectorySearch', () => {
  const stub = new StubLink();
  const search = new DirectorySearch(stub.link);
  beforeEach(() => {
    vi.useFakeTimers();
    stub.calls.length = 0;
    stub.answers['directory.cancelSearch'] = () => ({ done: true });
  });
  afterEach(() => {
    search.type('');
    vi.useRealTimers();
  });

  it('asks once for what was typed, not for each letter', async () => {
    stub.answers['directory.search'] = ({ search: id }: { search: string }) => ({
      search: id,
      results: [found('Cutoff')],
      sources: [answer('sheet', 'ok')],
      done: true,
    });
    for (const term of ['c', 'cu', 'cut']) search.type(term);
    await vi.advanceTimersByTimeAsync(200);
    expect(stub.of('directory.search').map(one => one['term'])).toEqual(['cut']);
    expect(search.store.getState()).toMatchObject({ term: 'cut', busy: false, fault: '' });
    expect(search.store.getState().results.map(one => one.title)).toEqual(['Cutoff']);
  });

  it('shows what the fast sources found, and the rest when it comes', async () => {
    stub.answers['directory.search'] = () => ({
      results: [found('Cutoff')],
      sources: [answer('sheet', 'ok'), answer('LDAP', 'pending')],
      done: false,
    });
    let tell = (_: unknown): void => undefined;
    stub.answers['directory.more'] = () => new Promise(resolve => (tell = resolve));
    search.type('cut');
    await vi.advanceTimersByTimeAsync(200);
    expect(search.store.getState()).toMatchObject({ busy: true, results: [{ title: 'Cutoff' }] });
    tell({
      results: [found('Cutoff'), found('Cutter', null, 'LDAP')],
      sources: [answer('sheet', 'ok'), answer('LDAP', 'timeout')],
      done: true,
    });
    await vi.advanceTimersByTimeAsync(1);
    expect(search.store.getState()).toMatchObject({ busy: false, sources: [{}, { state: 'timeout' }] });
    expect(search.store.getState().results).toHaveLength(2);
  });

  it('cancels the search before, whose answer then changes nothing', async () => {
    const tell: ((answer: unknown) => void)[] = [];
    stub.answers['directory.search'] = () => new Promise(resolve => tell.push(resolve));
    search.type('a');
    await vi.advanceTimersByTimeAsync(100);
    search.type('b');
    await vi.advanceTimersByTimeAsync(100);
    expect(stub.of('directory.cancelSearch')).toHaveLength(1);
    tell[1]?.({ results: [found('B')], sources: [], done: true });
    tell[0]?.({ results: [found('A')], sources: [], done: true });
    await vi.advanceTimersByTimeAsync(1);
    expect(search.store.getState().results.map(one => one.title)).toEqual(['B']);
  });

  it('tells a channel once, though the patch itself has found it too', async () => {
    stub.answers['directory.search'] = () => ({
      results: [found('Cutoff', 'ch0.cc74'), found('Cutoff', 'ch0.cc74', 'this patch'), found('Cutoff')],
      sources: [],
      done: true,
    });
    search.type('cut');
    await vi.advanceTimersByTimeAsync(100);
    expect(search.store.getState().results.map(one => one.entry.source)).toEqual(['sheet', 'sheet']);
  });

  it('searches again when a source has come or changed, not when one fails again', async () => {
    stub.answers['directory.search'] = () => ({ results: [], sources: [], done: true });
    const source = (state: string, entries?: number) => ({ name: 'sheet', state, entries, config: {} });
    search.type('cut');
    await vi.advanceTimersByTimeAsync(100);
    for (const state of ['loading', 'failed', 'loading', 'failed']) {
      stub.announce('directory.sourcesChanged', [source(state)]);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(stub.of('directory.search')).toHaveLength(1);
    stub.announce('directory.sourcesChanged', [source('ready', 4)]);
    await vi.advanceTimersByTimeAsync(100);
    stub.announce('directory.sourcesChanged', [source('ready', 5)]);
    await vi.advanceTimersByTimeAsync(100);
    expect(stub.of('directory.search')).toHaveLength(3);
  });

  it('says why there is no answer, and forgets it with the term', async () => {
    stub.answers['directory.search'] = () => Promise.reject(new Error('broken'));
    search.type('x');
    await vi.advanceTimersByTimeAsync(100);
    expect(search.store.getState()).toMatchObject({ busy: false, fault: 'broken' });
    search.type('');
    expect(search.store.getState()).toMatchObject({ term: '', fault: '', results: [] });
  });
});
