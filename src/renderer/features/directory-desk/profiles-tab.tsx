import { useState } from 'react';
import type { Profile } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import { freeName } from '../../model/list-moves.ts';
import { newProfile, plainProfile } from '../../model/profile-edits.ts';
import { deskOf, tellFault } from '../../model/profiles-actions.ts';
import type { ProfileInfo } from '../../model/profiles-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { scopeWord } from './scope-word.ts';
import { ProfileEditor } from './profile-editor.tsx';
import { SideList } from './side-list.tsx';

/** The profiles, and the form of the chosen one. */
export function ProfilesTab() {
  const model = useModel();
  const profiles = useModelState('profiles', state => state.profiles);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const profile = profiles.find(one => one.name === chosen) ?? profiles[0];
  const add = async (made: Profile) => {
    const fault = await deskOf(model).profiles.add(made);
    if (fault === '') setChosen(made.name);
    else tellFault(model, fault);
  };
  const nameFor = (base: string) =>
    freeName(
      base,
      profiles.map(one => one.name),
    );
  const create = () => {
    const sources = model.directory.getState().sources.map(one => one.name);
    void add(newProfile(nameFor(t('profiles.newName')), sources));
  };
  const duplicate = (one: ProfileInfo) =>
    void add({ ...plainProfile(one), name: nameFor(t('desk.copyOf', { name: one.name })) });
  return (
    <div className="desk-split">
      <SideList
        label={t('profiles.list')}
        items={profiles.map(one => ({ id: one.name, title: one.name, note: scopeWord(one.scope) }))}
        current={profile?.name}
        newLabel={t('profiles.new')}
        testId="profile"
        onChoose={setChosen}
        onNew={create}
      />
      {profile && (
        <ProfileEditor profile={profile} onRenamed={setChosen} onDuplicate={() => duplicate(profile)} />
      )}
    </div>
  );
}
