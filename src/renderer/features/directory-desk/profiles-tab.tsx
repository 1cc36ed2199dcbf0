import type { Profile } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import { newProfile, plainProfile } from '../../model/profile-edits.ts';
import { deskOf } from '../../model/profiles-actions.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { scopeWord } from './scope-word.ts';
import { ProfileEditor } from './profile-editor.tsx';
import { SideList } from './side-list.tsx';
import { useChosen } from './use-chosen.ts';

/** The profiles, and the form of the chosen one. */
export function ProfilesTab() {
  const model = useModel();
  const profiles = useModelState('profiles', state => state.profiles);
  const { current, choose, add, nameFor, copyName } = useChosen(profiles, (made: Profile) =>
    deskOf(model).profiles.add(made),
  );
  const create = () => {
    const sources = model.directory.getState().sources.map(one => one.name);
    add(newProfile(nameFor(t('profiles.newName')), sources));
  };
  return (
    <div className="desk-split">
      <SideList
        label={t('profiles.list')}
        items={profiles.map(one => ({ id: one.name, title: one.name, note: scopeWord(one.scope) }))}
        current={current?.name}
        newLabel={t('profiles.new')}
        testId="profile"
        onChoose={choose}
        onNew={create}
      />
      {current && (
        <ProfileEditor
          profile={current}
          onRenamed={choose}
          onDuplicate={() => add({ ...plainProfile(current), name: copyName(current) })}
        />
      )}
    </div>
  );
}
