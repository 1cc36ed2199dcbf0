import './library.css';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { FoundEntry } from '../../../shared/contract/calls/directory.ts';
import { t } from '../../messages/translate.ts';
import { runCommand } from '../../model/commands.ts';
import { placeEntry } from '../../model/directory-place.ts';
import type { Model } from '../../model/model.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import type { PanelSpec } from '../../ui/panel-spec.ts';
import { EntryRow } from './entry-row.tsx';
import { ProfileChoice } from './profile-choice.tsx';
import { SourceAnswers } from './source-answers.tsx';
import { SourceList } from './source-list.tsx';

/** The directory: find a channel by what it is called, keep favourites, see to the sources. */
function Library() {
  const model = useModel();
  const [marked, setMarked] = useState(0);
  const term = useStore(model.search.store, state => state.term);
  const results = useStore(model.search.store, state => state.results);
  const searching = term.trim() !== '';
  const at = Math.min(marked, results.length - 1);
  const onKey = (event: KeyboardEvent) => {
    const found = results[at];
    if (event.key === 'ArrowDown') setMarked(Math.min(at + 1, results.length - 1));
    else if (event.key === 'ArrowUp') setMarked(Math.max(at - 1, 0));
    else if (event.key === 'Escape') model.search.type('');
    else if (event.key === 'Enter' && found) addEntry(model, found);
    else return;
    event.preventDefault();
  };
  return (
    <div className="library" data-testid="library">
      <div className="library-head">
        <input
          className="input library-search"
          type="search"
          role="combobox"
          aria-expanded={results.length > 0}
          aria-controls="library-results"
          aria-activedescendant={at >= 0 ? optionId(at) : undefined}
          aria-label={t('library.search')}
          placeholder={t('library.search')}
          data-testid="library-search"
          spellCheck={false}
          value={term}
          onChange={event => {
            setMarked(0);
            model.search.type(event.currentTarget.value);
          }}
          onKeyDown={onKey}
        />
        <ProfileChoice />
      </div>
      {searching ? <Results marked={at} /> : <Favorites />}
      {!searching && <SourceList />}
    </div>
  );
}

export const libraryPanel: PanelSpec = {
  id: 'library',
  title: t('library.title'),
  region: 'left',
  component: Library,
};

/** As Enter and a double click do: where quick add would put a device. */
function addEntry(model: Model, found: FoundEntry): void {
  runCommand(model.commands, 'edit.quickAdd');
  const at = model.dialogs.getState().quickAdd ?? { x: 0, y: 0 };
  model.dialogs.setState({ quickAdd: undefined });
  void placeEntry(model, found, { at });
}

function Results({ marked }: { readonly marked: number }) {
  const model = useModel();
  const { term, results, sources, busy, fault } = useStore(model.search.store);
  // A letter that is typed draws the field anew, and not the hundreds of results of the one before.
  const rows = useMemo(
    () =>
      results.map((found, i) => (
        <EntryRow
          key={keyOf(found, i)}
          id={optionId(i)}
          found={found}
          marked={i === marked}
          onTake={() => addEntry(model, found)}
        />
      )),
    [model, results, marked],
  );
  return (
    <section className="library-section">
      <h2 className="section-title">
        {t('library.results')} <span className="faint number">{results.length}</span>
      </h2>
      <SourceAnswers answers={sources} busy={busy} />
      <ul id="library-results" role="listbox" aria-label={t('library.results')} aria-busy={busy}>
        {rows}
      </ul>
      {fault !== '' && (
        <p className="library-note fault" role="alert">
          {fault}
        </p>
      )}
      {!busy && fault === '' && results.length === 0 && (
        <p className="library-note">{t('library.nothing', { term })}</p>
      )}
      {results.length > 0 && <p className="library-note">{t('library.hint')}</p>}
    </section>
  );
}

function Favorites() {
  const model = useModel();
  const favorites = useModelState('directory', state => state.favorites);
  const any = useModelState('directory', state => state.sources.length > 0);
  if (!any && favorites.length === 0) return null;
  return (
    <section className="library-section">
      <h2 className="section-title">
        {t('library.favorites')} <span className="faint number">{favorites.length || ''}</span>
      </h2>
      <ul role="listbox" aria-label={t('library.favorites')}>
        {favorites.map((found, i) => (
          <EntryRow
            key={keyOf(found, i)}
            found={found}
            marked={false}
            onTake={() => addEntry(model, found)}
          />
        ))}
      </ul>
      {favorites.length === 0 && <p className="library-note">{t('library.noFavorites')}</p>}
    </section>
  );
}

function optionId(place: number): string {
  return `library-result-${place}`;
}

/** An entry without an id is told by its place. */
function keyOf({ entry }: FoundEntry, place: number): string {
  return `${entry.source}\n${entry.relations.source_entry_id ?? `#${place}`}`;
}
