import { useStore } from 'zustand';
import { t } from '../../messages/translate.ts';
import { type Command, runCommand } from '../../model/commands.ts';
import { openPatch } from '../../model/files.ts';
import { showChord } from '../../model/keymap.ts';
import type { Theme } from '../../model/settings-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import type { MenuGroup, MenuItem } from '../../ui/menu.tsx';

const MAC = navigator.platform.startsWith('Mac');
const GROUPS: readonly (readonly string[])[] = [
  ['file.new', 'file.open', 'file.save', 'file.saveAs'],
  [
    'edit.undo',
    'edit.redo',
    'edit.copy',
    'edit.paste',
    'edit.duplicate',
    'edit.delete',
    'edit.selectAll',
    'edit.wire',
  ],
  ['view.fit', 'view.tidy', 'view.learn'],
  ['view.library', 'view.addSource', 'view.directory', 'view.plugins', 'view.settings'],
];
const THEMES: readonly Theme[] = ['system', 'dark', 'light'];
const RECENT = 6;

/** The main menu, made from the commands. */
export function useMenuGroups(): readonly MenuGroup[] {
  const model = useModel();
  const commands = useStore(model.commands, state => state.commands);
  const recent = useModelState('host', state => state.recent);
  const theme = useModelState('settings', state => state.theme);
  const item = (command: Command): MenuItem => ({
    id: command.id,
    label: t(command.title),
    ...(command.keys?.[0] === undefined ? {} : { hint: showChord(command.keys[0], MAC) }),
    enabled: () => command.enabled?.() !== false,
    run: () => void runCommand(model.commands, command.id),
  });
  const groups = GROUPS.map(ids => ({ items: ids.flatMap(id => commands.get(id) ?? []).map(item) }));
  const files = recent.slice(0, RECENT).map(file => ({
    id: `recent:${file.path}`,
    label: file.name,
    run: () => void openPatch(model, file.path),
  }));
  const themes = THEMES.map(one => ({
    id: `theme:${one}`,
    label: t(`theme.${one}`),
    checked: one === theme,
    run: () => model.settings.setState({ theme: one }),
  }));
  const [file = { items: [] }, ...rest] = groups;
  return [
    file,
    ...(files.length > 0 ? [{ title: t('menu.recent'), items: files }] : []),
    ...rest,
    { title: t('menu.theme'), items: themes },
  ];
}
