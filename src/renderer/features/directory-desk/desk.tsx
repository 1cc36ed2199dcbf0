import './desk.css';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '../../messages/translate.ts';
import type { DeskTab } from '../../model/dialogs-store.ts';
import type { Model } from '../../model/model.ts';
import { redo, undo } from '../../model/patch-actions.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { DisplaysTab } from './displays-tab.tsx';
import { EntriesTab } from './entries-tab.tsx';
import { PhonebooksTab } from './phonebooks-tab.tsx';
import { ProfilesTab } from './profiles-tab.tsx';

const TABS = [
  { id: 'entries', title: t('desk.entries'), region: 'left', component: EntriesTab },
  { id: 'phonebooks', title: t('desk.phonebooks'), region: 'left', component: PhonebooksTab },
  { id: 'profiles', title: t('desk.profiles'), region: 'left', component: ProfilesTab },
  { id: 'displays', title: t('desk.displays'), region: 'left', component: DisplaysTab },
] as const;

/** The desk of the directory: own entries, phonebooks, profiles and displays. It lies over the canvas. */
export function DirectoryDesk() {
  const tab = useModelState('dialogs', state => state.desk);
  return tab === undefined ? null : <OpenDesk tab={tab} />;
}

/** No modal dialog: toasts with their Undo must stay within reach. The work behind it is inert instead. */
function OpenDesk({ tab }: { readonly tab: DeskTab }) {
  const model = useModel();
  const ref = useRef<HTMLDialogElement>(null);
  const close = () => model.dialogs.setState({ desk: undefined });
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.show();
    const press = (event: KeyboardEvent) => onKey(model, event);
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [model]);
  const current = TABS.find(one => one.id === tab) ?? TABS[0];
  const Content = current.component;
  return (
    <dialog
      ref={ref}
      className="directory-desk nokey"
      aria-label={t('desk.title')}
      data-testid="desk"
      tabIndex={-1}
    >
      <header className="desk-head">
        <h1>{t('desk.title')}</h1>
        <Tabs
          label={t('desk.title')}
          panels={TABS}
          current={current.id}
          onChoose={desk => model.dialogs.setState({ desk: desk as DeskTab })}
        />
        <span className="grow" />
        <IconButton label={t('desk.close')} data-testid="desk-close" onClick={close}>
          <X size={16} />
        </IconButton>
      </header>
      <div className="desk-body" role="tabpanel" aria-label={current.title}>
        <Content />
      </div>
    </dialog>
  );
}

/** Escape closes, and what is done here can be undone here. A dialog on top of the desk has keys of its own. */
function onKey(model: Model, event: KeyboardEvent): void {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof HTMLElement)) return;
  if (document.querySelector('dialog:modal')) return;
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (key === 'escape') model.dialogs.setState({ desk: undefined });
  else if (command && key === 'z' && !isText(target)) void (event.shiftKey ? redo(model) : undo(model));
  else if (command && key === 'y' && !isText(target)) void redo(model);
  else return;
  event.preventDefault();
}

/** In a text field undo takes back what was typed. */
function isText(element: HTMLElement): boolean {
  return element.matches('input:not([type=checkbox], [type=radio]), textarea');
}
