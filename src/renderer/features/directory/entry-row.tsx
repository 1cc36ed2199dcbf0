import { Star } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { FoundEntry } from '../../../shared/contract/calls/directory.ts';
import type { Relations } from '../../../shared/plugin/source.ts';
import { t } from '../../messages/translate.ts';
import { starEntry } from '../../model/directory-actions.ts';
import type { PlacedEntry } from '../../model/directory-place.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';
import { ENTRY_DRAG } from '../../ui/drag.ts';
import { testId } from '../../ui/test-ids.ts';

interface EntryRowProps {
  readonly id?: string;
  readonly found: FoundEntry;
  readonly marked: boolean;
  onTake(): void;
}

/** One entry of the directory; drag it to the canvas. */
export function EntryRow({ id, found, marked, onTake }: EntryRowProps) {
  const { entry, title, subtitle, more } = found;
  const row = useRef<HTMLLIElement>(null);
  const family = useFamily(entry.relations.instance);
  const there = useIsThere(entry.relations);
  useEffect(() => {
    if (marked) row.current?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  return (
    <li
      ref={row}
      id={id}
      role="option"
      aria-selected={marked}
      className={`entry ${marked ? 'marked' : ''}`}
      data-family={family}
      data-testid={testId.entry(title)}
      title={`${title}\n${subtitle}\n${t('library.hint')}`}
      draggable
      onDragStart={event => {
        const placed: PlacedEntry = {
          title,
          entry: { source: entry.source, relations: entry.relations },
        };
        event.dataTransfer.setData(ENTRY_DRAG, JSON.stringify(placed));
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onDoubleClick={onTake}
    >
      <span className="entry-text">
        <span className="entry-title ellipsis">
          {title}
          {more > 0 && (
            <span className="entry-more" title={t('library.moreHint', { n: more })}>
              {t('library.more', { n: more })}
            </span>
          )}
          {there && <span className="entry-there">✓ {t('library.there')}</span>}
        </span>
        <span className="entry-where ellipsis">{subtitle}</span>
        <span className="entry-source ellipsis">{entry.source}</span>
      </span>
      <StarButton found={found} />
    </li>
  );
}

function useFamily(instance: string | null) {
  const backend = useModelState('graph', state => state.view.get(instance ?? '')?.decl.backend ?? '');
  return useModelState('devices', state => state.manifests.get(backend)?.family ?? 'virtual');
}

/** The channel has a row on the canvas already. */
function useIsThere({ instance, channel }: Relations): boolean {
  return useModelState(
    'graph',
    state => state.view.get(instance ?? '')?.rows.some(row => row.spec === channel) === true,
  );
}

function StarButton({ found }: { readonly found: FoundEntry }) {
  const model = useModel();
  const { entry, title, favorite } = found;
  const possible = entry.relations.source_entry_id !== null;
  const label = t(favorite ? 'library.unstar' : 'library.star', { title });
  return (
    <IconButton
      className="star"
      label={possible ? label : t('library.noStar')}
      on={favorite}
      disabled={!possible}
      data-testid={testId.star(title)}
      onClick={() => void starEntry(model, found)}
    >
      <Star size={14} fill={favorite ? 'currentColor' : 'none'} />
    </IconButton>
  );
}
