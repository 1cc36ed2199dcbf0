import './command-palette.css';
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../messages/translate.ts';
import { runCommand } from '../../model/commands.ts';
import { matches } from '../../model/fuzzy.ts';
import type { GraphView } from '../../model/graph-view.ts';
import { showChord } from '../../model/keymap.ts';
import type { Model } from '../../model/model.ts';
import type { NamesModel } from '../../model/names-store.ts';
import { revealPlace } from '../../model/reveal-place.ts';
import { reveal } from '../../model/selection-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { ChoiceList } from '../../ui/choice-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Entry {
  readonly id: string;
  /** `>` commands, `:` nodes, `@` channels, `#` problems. */
  readonly kind: '>' | ':' | '@' | '#';
  readonly title: string;
  readonly hint: string;
  /** What else finds it. */
  readonly also?: string;
  run(): void;
}

const MAC = navigator.platform.startsWith('Mac');
const MOST = 60;

/** One box for everything: commands, nodes, channels, problems. A sign at the beginning narrows it to one of them. */
export function CommandPalette() {
  const open = useModelState('dialogs', state => state.palette);
  return open ? <OpenPalette /> : null;
}

function OpenPalette() {
  const model = useModel();
  const [text, setText] = useState('');
  const entries = useEntries(model);
  const close = () => model.dialogs.setState({ palette: false });
  const sign = /^[>:@#]/.exec(text)?.[0];
  const query = (sign === undefined ? text : text.slice(1)).trim();
  const found = entries
    .filter(one => (sign ?? one.kind) === one.kind && matches(query, `${one.title} ${one.also ?? ''}`))
    .slice(0, MOST);
  return (
    <Dialog label={t('palette.everything')} className="command-palette" onClose={close}>
      <ChoiceList
        label={t('palette.everything')}
        placeholder={t('palette.placeholder')}
        testId="palette-input"
        text={text}
        onText={setText}
        items={found}
        keyOf={one => one.id}
        empty={t('quickAdd.nothing')}
        onClose={close}
        onTake={one => {
          close();
          one.run();
        }}
        row={one => (
          <>
            <span className="palette-kind mono faint">{one.kind}</span>
            <span className="grow ellipsis">{one.title}</span>
            <kbd className="faint">{one.hint}</kbd>
          </>
        )}
      />
    </Dialog>
  );
}

function useEntries(model: Model): readonly Entry[] {
  const commands = useStore(model.commands, state => state.commands);
  const view = useModelState('graph', state => state.view);
  const problems = useModelState('problems', state => state.problems);
  const names = useModelState('names', state => state.names);
  const actions = [...commands.values()]
    .filter(one => one.enabled?.() !== false && one.id !== 'view.palette')
    .map<Entry>(one => ({
      id: one.id,
      kind: '>',
      title: t(one.title),
      hint: one.keys?.[0] === undefined ? '' : showChord(one.keys[0], MAC),
      run: () => void runCommand(model.commands, one.id),
    }));
  const wrongs = problems.map<Entry>(one => ({
    id: one.id,
    kind: '#',
    title: one.message,
    hint: '',
    run: () => revealPlace(model, one.place),
  }));
  return [...actions, ...places(model, view, names), ...wrongs];
}

function places(model: Model, view: GraphView, names: NamesModel['names']): readonly Entry[] {
  return [...view.values()].flatMap(({ decl, rows }) => {
    const run = () => reveal(model.selection, { instances: [decl.name] });
    const node: Entry = { id: `:${decl.name}`, kind: ':', title: decl.name, hint: decl.backend, run };
    const channels = rows.map<Entry>(row => {
      const ref = `${decl.name}.${row.spec}`;
      const name = names.get(ref)?.name;
      const base = { id: `@${ref}`, kind: '@', run } as const;
      if (name === undefined) return { ...base, title: ref, hint: '' };
      return { ...base, title: name, hint: ref, also: ref };
    });
    return [node, ...channels];
  });
}
