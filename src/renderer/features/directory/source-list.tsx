import { BookOpen, Ellipsis, Plus, Settings2 } from 'lucide-react';
import { memo } from 'react';
import type { SourceInfo } from '../../../shared/contract/calls/directory.ts';
import { count, t } from '../../messages/translate.ts';
import { moveSource, reloadSource, removeSource, setSourceEnabled } from '../../model/directory-actions.ts';
import type { Model } from '../../model/model.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { Menu, type MenuGroup, type MenuItem } from '../../ui/menu.tsx';
import { SourceMark } from '../../ui/source-mark.tsx';
import { testId } from '../../ui/test-ids.ts';

/** The sources of names with their state. */
export function SourceList() {
  const model = useModel();
  const sources = useModelState('directory', state => state.sources);
  const add = () => model.dialogs.setState({ source: {} });
  if (sources.length === 0) {
    return (
      <EmptyNote title={t('library.noSources')} text={t('library.noSourcesText')}>
        <Button tone="main" data-testid="add-source" onClick={add}>
          <BookOpen size={14} /> {t('library.addSource')}
        </Button>
      </EmptyNote>
    );
  }
  return (
    <section className="library-section">
      <header className="library-bar">
        <h2 className="section-title grow">
          {t('library.sources')} <span className="faint number">{sources.length}</span>
        </h2>
        <IconButton
          label={t('desk.manage')}
          data-testid="open-desk"
          onClick={() => model.dialogs.setState({ desk: 'entries' })}
        >
          <Settings2 size={15} />
        </IconButton>
        <IconButton label={t('library.addSource')} data-testid="add-source" onClick={add}>
          <Plus size={15} />
        </IconButton>
      </header>
      <ul aria-label={t('library.sources')}>
        {sources.map(one => (
          <SourceRow key={one.name} source={one} />
        ))}
      </ul>
      {sources.every(one => one.scope === 'app') && (
        <>
          <p className="library-note">{t('library.noSourcesText')}</p>
          <Button className="library-add" data-testid="add-first-source" onClick={add}>
            <BookOpen size={14} /> {t('library.addSource')}
          </Button>
        </>
      )}
    </section>
  );
}

const SourceRow = memo(function SourceRow({ source }: { readonly source: SourceInfo }) {
  const model = useModel();
  const { name, state, message } = source;
  return (
    <li className="source" data-testid={testId.source(name)} data-state={state}>
      <SourceMark state={state} label={t(`source.${state}`)} />
      <button
        type="button"
        className="source-face"
        title={message}
        onClick={() => model.dialogs.setState({ source: { name } })}
      >
        <span className="ellipsis">{name}</span>
        <span className="source-note">{useNote(source)}</span>
        {message !== '' && state !== 'ready' && <span className="source-fault">{message}</span>}
      </button>
      <Menu
        label={t('source.menu', { name })}
        button={<Ellipsis size={14} />}
        groups={actionsOf(model, source)}
        testId={`source-menu:${name}`}
        itemTestId={testId.command}
      />
    </li>
  );
});

/** What it names, how much, of what kind. */
function useNote({ backend, entries, config, scope }: SourceInfo): string {
  const title = useModelState(
    'directory',
    state => state.backends.find(one => one.name === backend)?.title ?? backend,
  );
  const instance = config.bind?.instance;
  return [
    instance === undefined ? '' : t('source.names', { instance }),
    entries === undefined ? '' : t(entries === 1 ? 'source.entry' : 'source.entries', { n: count(entries) }),
    title,
    scope === 'app' ? t('source.app') : '',
  ]
    .filter(part => part !== '')
    .join(' · ');
}

function actionsOf(model: Model, source: SourceInfo): readonly MenuGroup[] {
  const { name, state } = source;
  const off = state === 'disabled' && source.config.enabled === false;
  return [
    {
      items: [
        {
          id: 'source.edit',
          label: t('source.edit'),
          run: () => model.dialogs.setState({ source: { name } }),
        },
        ...moveItems(model, source),
        { id: 'source.reload', label: t('source.reload'), run: () => void reloadSource(model, name) },
        {
          id: 'source.toggle',
          label: t(off ? 'source.on' : 'source.off'),
          run: () => void setSourceEnabled(model, source, off),
        },
      ],
    },
    {
      items: [
        { id: 'source.remove', label: t('source.remove'), run: () => void removeSource(model, source) },
      ],
    },
  ];
}

/** Of two names for one channel the upper source's counts. */
function moveItems(model: Model, { name, scope }: SourceInfo): readonly MenuItem[] {
  const order = model.directory
    .getState()
    .sources.filter(one => one.scope === scope)
    .map(one => one.name);
  const at = order.indexOf(name);
  return [
    {
      id: 'source.up',
      label: t('source.up'),
      enabled: () => at > 0,
      run: () => void moveSource(model, name, at - 1),
    },
    {
      id: 'source.down',
      label: t('source.down'),
      enabled: () => at < order.length - 1,
      run: () => void moveSource(model, name, at + 1),
    },
  ];
}
