import { useState } from 'react';
import type { Display } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import { newDisplay, plainDisplay } from '../../model/display-edits.ts';
import { freeName } from '../../model/list-moves.ts';
import { deskOf, tellFault } from '../../model/profiles-actions.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { DisplayEditor } from './display-editor.tsx';
import { scopeWord } from './scope-word.ts';
import { SideList } from './side-list.tsx';

/** The displays, and the form of the chosen one. */
export function DisplaysTab() {
  const model = useModel();
  const displays = useModelState('profiles', state => state.displays);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const display = displays.find(one => one.name === chosen) ?? displays[0];
  const add = async (made: Display) => {
    const fault = await deskOf(model).displays.add(made);
    if (fault === '') setChosen(made.name);
    else tellFault(model, fault);
  };
  const nameFor = (base: string) =>
    freeName(
      base,
      displays.map(one => one.name),
    );
  return (
    <div className="desk-split">
      <SideList
        label={t('displays.list')}
        items={displays.map(one => ({ id: one.name, title: one.name, note: scopeWord(one.scope) }))}
        current={display?.name}
        newLabel={t('displays.new')}
        testId="display"
        onChoose={setChosen}
        onNew={() => void add(newDisplay(nameFor(t('displays.newName'))))}
      />
      {display && (
        <DisplayEditor
          key={display.name}
          display={display}
          onRenamed={setChosen}
          onDuplicate={() =>
            void add({ ...plainDisplay(display), name: nameFor(t('desk.copyOf', { name: display.name })) })
          }
        />
      )}
    </div>
  );
}
