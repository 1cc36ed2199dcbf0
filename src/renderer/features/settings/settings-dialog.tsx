import './settings-dialog.css';
import { Palette, Plug, Radio } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../messages/translate.ts';
import type { SettingsPage } from '../../model/dialogs-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { AppearancePage } from './appearance-page.tsx';
import { RemotePage } from './remote-page.tsx';

const PAGES: readonly { readonly id: SettingsPage; readonly icon: ReactNode }[] = [
  { id: 'appearance', icon: <Palette size={15} /> },
  { id: 'remote', icon: <Radio size={15} /> },
];

/** What belongs to this window and this computer, not to the patch. */
export function SettingsDialog() {
  const page = useModelState('dialogs', state => state.settings);
  return page === undefined ? null : <OpenSettings page={page} />;
}

function OpenSettings({ page }: { readonly page: SettingsPage }) {
  const model = useModel();
  const show = (settings: SettingsPage | undefined) => model.dialogs.setState({ settings });
  const close = () => show(undefined);
  return (
    <Dialog label={t('settings.title')} className="settings-dialog" testId="settings" onClose={close}>
      <div className="settings-body">
        <nav className="settings-nav">
          <h2>{t('settings.title')}</h2>
          <PageTabs page={page} show={show} />
          <button
            type="button"
            className="settings-tab"
            data-testid="settings-plugins"
            onClick={() => model.dialogs.setState({ settings: undefined, plugins: true })}
          >
            <Plug size={15} /> {t('settings.plugins')}
          </button>
        </nav>
        <div
          className="settings-page"
          role="tabpanel"
          id="settings-panel"
          aria-label={t(`settings.${page}`)}
          tabIndex={-1}
        >
          {page === 'appearance' ? <AppearancePage /> : <RemotePage />}
        </div>
      </div>
      <footer className="dialog-actions">
        <Button onClick={close}>{t('settings.close')}</Button>
      </footer>
    </Dialog>
  );
}

interface PageTabsProps {
  readonly page: SettingsPage;
  show(page: SettingsPage): void;
}

/** The strip of pages; arrow keys move along it. */
function PageTabs({ page, show }: PageTabsProps) {
  const step = (root: HTMLElement, by: number) => {
    const at = PAGES.findIndex(one => one.id === page);
    const next = PAGES[(at + by + PAGES.length) % PAGES.length];
    if (!next) return;
    show(next.id);
    root.querySelector<HTMLElement>(`[data-page=${next.id}]`)?.focus();
  };
  return (
    <div
      role="tablist"
      aria-orientation="vertical"
      aria-label={t('settings.title')}
      className="settings-tabs"
      onKeyDown={event => {
        if (event.key === 'ArrowDown') step(event.currentTarget, 1);
        if (event.key === 'ArrowUp') step(event.currentTarget, -1);
      }}
    >
      {PAGES.map(({ id, icon }) => (
        <button
          type="button"
          key={id}
          role="tab"
          className="settings-tab"
          aria-selected={id === page}
          aria-controls="settings-panel"
          tabIndex={id === page ? 0 : -1}
          data-page={id}
          data-testid={`settings-page:${id}`}
          onClick={() => show(id)}
        >
          {icon} {t(`settings.${id}`)}
        </button>
      ))}
    </div>
  );
}
