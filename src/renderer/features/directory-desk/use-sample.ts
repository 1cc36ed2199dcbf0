import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { FoundEntry } from '../../../shared/contract/calls/directory.ts';
import type { Contact } from '../../../shared/directory/contact-book.ts';
import { PERSONAL } from '../../model/contacts-calls.ts';
import { contactTitle } from '../../model/contacts-table.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { useBook } from './use-book.ts';

export interface Sample {
  readonly from: 'results' | 'favorites' | 'entries';
  readonly entries: readonly FoundEntry[];
  /** All their fields, sorted. */
  readonly fields: readonly string[];
}

const MOST = 6;

/** Entries to show columns with: what the library has found, else favourites, else own entries. */
export function useSample(): Sample {
  const model = useModel();
  const results = useStore(model.search.store, state => state.results);
  const favorites = useModelState('directory', state => state.favorites);
  const own = useBook(PERSONAL);
  return useMemo(() => {
    if (results.length > 0) return sampleOf('results', results);
    if (favorites.length > 0) return sampleOf('favorites', favorites);
    return sampleOf('entries', (own ?? []).slice(0, MOST).map(asFound));
  }, [results, favorites, own]);
}

function sampleOf(from: Sample['from'], list: readonly FoundEntry[]): Sample {
  const entries = list.slice(0, MOST);
  const fields = new Set(entries.flatMap(one => Object.keys(one.entry.fields)));
  return { from, entries, fields: [...fields].sort() };
}

function asFound(contact: Contact): FoundEntry {
  const relations = { source_entry_id: contact['id'] ?? null, instance: null, channel: null, address: null };
  return {
    entry: {
      source: PERSONAL,
      backend: PERSONAL,
      fields: contact,
      relations,
      is_personal: true,
      is_deletable: true,
    },
    title: contactTitle(contact),
    subtitle: '',
    favorite: false,
    more: 0,
  };
}
