import './header.css';
import {
  Menu as MenuIcon,
  OctagonX,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Radio,
  Redo2,
  Save,
  Search,
  Undo2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { t } from '../../messages/translate.ts';
import { runCommand } from '../../model/commands.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { showChord } from '../../model/keymap.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { testId } from '../../ui/test-ids.ts';
import { useMenuGroups } from './use-menu-groups.ts';

const MAC = navigator.platform.startsWith('Mac');

/** Name and state of the patch, and what one reaches for all the time. */
export function Header() {
  const groups = useMenuGroups();
  const shown = useModelState('settings', state => state.shown);
  const learning = useModelState('dialogs', state => state.learning);
  return (
    <header className="header" data-testid="header">
      <Menu
        label={t('menu.title')}
        button={<MenuIcon size={16} />}
        groups={groups}
        testId="menu"
        itemTestId={testId.command}
      />
      <PatchName />
      <SaveButton />
      <UndoButtons />
      <SearchButton />
      <CommandButton id="view.learn" on={learning} label={t('command.learn')}>
        <Radio size={15} />
      </CommandButton>
      <CommandButton id="view.left" on={shown.left} label={t('command.left')}>
        <PanelLeft size={15} />
      </CommandButton>
      <CommandButton id="view.bottom" on={shown.bottom} label={t('command.bottom')}>
        <PanelBottom size={15} />
      </CommandButton>
      <CommandButton id="view.right" on={shown.right} label={t('command.right')}>
        <PanelRight size={15} />
      </CommandButton>
      <PanicButton />
    </header>
  );
}

function PatchName() {
  const name = useModelState('patch', state => state.name);
  const path = useModelState('patch', state => state.path);
  const dirty = useModelState('patch', state => state.dirty);
  return (
    <div className="patch-name" title={path ?? t('file.neverSaved')}>
      <strong className="ellipsis" data-testid="patch-name">
        {name === '' ? t('file.untitled') : name}
      </strong>
      {dirty ? (
        <span className="dirty" data-testid="dirty">
          {t('file.edited')}
        </span>
      ) : (
        path !== undefined && <span className="faint">{t('file.savedMark')}</span>
      )}
    </div>
  );
}

interface CommandButtonProps {
  readonly id: string;
  readonly label: string;
  readonly on?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

function CommandButton({ id, label, on, disabled = false, children }: CommandButtonProps) {
  const model = useModel();
  const keys = useStore(model.commands, state => state.commands.get(id)?.keys?.[0]);
  const hint = keys === undefined ? label : `${label} (${showChord(keys, MAC)})`;
  return (
    <IconButton
      label={hint}
      {...(on === undefined ? {} : { on })}
      disabled={disabled}
      data-testid={testId.command(id)}
      onClick={() => runCommand(model.commands, id)}
    >
      {children}
    </IconButton>
  );
}

function SaveButton() {
  const dirty = useModelState('patch', state => state.dirty);
  return (
    <CommandButton id="file.save" label={t('command.save')} disabled={!dirty}>
      <Save size={15} />
    </CommandButton>
  );
}

function UndoButtons() {
  const undo = useModelState('patch', state => state.undo);
  const redo = useModelState('patch', state => state.redo);
  return (
    <>
      <CommandButton id="edit.undo" label={named('command.undo', undo)} disabled={undo === undefined}>
        <Undo2 size={15} />
      </CommandButton>
      <CommandButton id="edit.redo" label={named('command.redo', redo)} disabled={redo === undefined}>
        <Redo2 size={15} />
      </CommandButton>
    </>
  );
}

function named(key: 'command.undo' | 'command.redo', what: string | undefined): string {
  return what === undefined ? t(key) : `${t(key)}: ${what}`;
}

function SearchButton() {
  const model = useModel();
  return (
    <button
      type="button"
      className="search-button"
      data-testid={testId.command('view.palette')}
      onClick={() => runCommand(model.commands, 'view.palette')}
    >
      <Search size={13} />
      <span className="grow ellipsis">{t('header.search')}</span>
      <kbd>{showChord('Ctrl+K', MAC)}</kbd>
    </button>
  );
}

function PanicButton() {
  const model = useModel();
  return (
    <button
      type="button"
      className="panic"
      title={t('command.panicHint')}
      data-testid={testId.command('run.panic')}
      onClick={() => runCommand(model.commands, 'run.panic')}
    >
      <OctagonX size={14} />
      {t('command.panic')}
    </button>
  );
}
