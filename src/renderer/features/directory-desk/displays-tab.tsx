import type { Display } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import { newDisplay, plainDisplay } from '../../model/display-edits.ts';
import { deskOf } from '../../model/profiles-actions.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { DisplayEditor } from './display-editor.tsx';
import { scopeWord } from './scope-word.ts';
import { SideList } from './side-list.tsx';
import { useChosen } from './use-chosen.ts';

/** The displays, and the form of the chosen one. */
export function DisplaysTab() {
  const model = useModel();
  const displays = useModelState('profiles', state => state.displays);
  const { current, choose, add, nameFor, copyName } = useChosen(displays, (made: Display) =>
    deskOf(model).displays.add(made),
  );
  return (
    <div className="desk-split">
      <SideList
        label={t('displays.list')}
        items={displays.map(one => ({ id: one.name, title: one.name, note: scopeWord(one.scope) }))}
        current={current?.name}
        newLabel={t('displays.new')}
        testId="display"
        onChoose={choose}
        onNew={() => add(newDisplay(nameFor(t('displays.newName'))))}
      />
      {current && (
        <DisplayEditor
          key={current.name}
          display={current}
          onRenamed={choose}
          onDuplicate={() => add({ ...plainDisplay(current), name: copyName(current) })}
        />
      )}
    </div>
  );
}
