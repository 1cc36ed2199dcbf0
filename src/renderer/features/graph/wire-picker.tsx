import { useState } from 'react';
import { t } from '../../messages/translate.ts';
import { matches } from '../../model/fuzzy.ts';
import { connectChannels } from '../../model/patch-actions.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { ChoiceList } from '../../ui/choice-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';

const MOST = 80;

/** Draw a wire from the keyboard: choose where it begins, then where it ends. */
export function WirePicker() {
  const open = useModelState('dialogs', state => state.wiring);
  return open ? <OpenWirePicker /> : null;
}

function OpenWirePicker() {
  const model = useModel();
  const [from, setFrom] = useState<string | undefined>(undefined);
  const [text, setText] = useState('');
  const channels = useChannels(from === undefined);
  const close = () => model.dialogs.setState({ wiring: false });
  const title = from === undefined ? t('wire.pickFrom') : t('wire.pickTo', { from });
  const take = (channel: string) => {
    setText('');
    if (from === undefined) setFrom(channel);
    else {
      close();
      void connectChannels(model, from, channel);
    }
  };
  return (
    <Dialog label={title} className="command-palette" onClose={close}>
      <ChoiceList
        key={title}
        label={title}
        placeholder={title}
        testId="wire-picker-input"
        text={text}
        onText={setText}
        items={channels.filter(one => one !== from && matches(text, one)).slice(0, MOST)}
        keyOf={one => one}
        empty={t('quickAdd.nothing')}
        onClose={close}
        onTake={take}
        row={one => <span className="mono grow ellipsis">{one}</span>}
      />
    </Dialog>
  );
}

/** Every row of the patch; those of the selected node come first where the wire begins. */
function useChannels(selectedFirst: boolean): readonly string[] {
  const view = useModelState('graph', state => state.view);
  const selected = useModelState('selection', state => state.instances);
  const all = [...view.values()].map(({ decl, rows }) => ({
    first: selected.has(decl.name) === selectedFirst,
    refs: rows.map(row => `${decl.name}.${row.spec}`),
  }));
  return [...all.filter(one => one.first), ...all.filter(one => !one.first)].flatMap(one => one.refs);
}
