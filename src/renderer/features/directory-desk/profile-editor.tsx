import './editor.css';
import type { DirectoryScope } from '../../../shared/contract/calls/directory.ts';
import type { Profile } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import { PROFILE_SERVICES } from '../../model/profile-edits.ts';
import { deskOf, removeProfile, tellFault } from '../../model/profiles-actions.ts';
import type { ProfileInfo } from '../../model/profiles-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { EditorHead } from './editor-head.tsx';
import { ServiceCard } from './service-card.tsx';

interface ProfileEditorProps {
  readonly profile: ProfileInfo;
  onRenamed(name: string): void;
  onDuplicate(): void;
}

/** The form of a profile. Each change takes effect at once; in a patch it is a step that undo takes back. */
export function ProfileEditor({ profile, onRenamed, onDuplicate }: ProfileEditorProps) {
  const model = useModel();
  const fixed = profile.scope === 'built-in';
  const { profiles } = deskOf(model);
  const set = (edit: (profile: Profile) => Profile, scope?: DirectoryScope) =>
    void profiles.change(profile.name, edit, scope).then(fault => tellFault(model, fault));
  const rename = async (name: string) => {
    const fault = await profiles.change(profile.name, one => ({ ...one, name }));
    if (fault === '') onRenamed(name);
    return fault;
  };
  return (
    <section className="desk-main editor" aria-label={profile.name} data-testid="profile-editor">
      <EditorHead
        key={profile.name}
        name={profile.name}
        scope={profile.scope}
        kept=""
        onName={rename}
        onScope={scope => set(one => one, scope)}
        onDuplicate={onDuplicate}
        onRemove={() => void removeProfile(model, profile)}
      >
        <DisplayChoice profile={profile} onChoose={display => set(one => ({ ...one, display }))} />
      </EditorHead>
      <div className="editor-body">
        <p className="muted editor-text">{t(fixed ? 'profiles.builtInText' : 'profiles.text')}</p>
        <div className="service-cards">
          {PROFILE_SERVICES.map(service => (
            <ServiceCard
              key={`${profile.name} ${service}`}
              profile={profile}
              service={service}
              fixed={fixed}
              onChange={set}
            />
          ))}
        </div>
        {!fixed && <p className="faint">{t('profiles.orderHint')}</p>}
      </div>
    </section>
  );
}

interface DisplayChoiceProps {
  readonly profile: ProfileInfo;
  onChoose(display: string): void;
}

function DisplayChoice({ profile, onChoose }: DisplayChoiceProps) {
  const displays = useModelState('profiles', state => state.displays);
  const known = displays.some(one => one.name === profile.display);
  return (
    <label className="head-field">
      <span>{t('profiles.display')}</span>
      <select
        className="input"
        data-testid="profile-display"
        disabled={profile.scope === 'built-in'}
        value={profile.display}
        onChange={event => onChoose(event.currentTarget.value)}
      >
        {!known && (
          <option value={profile.display}>{t('profiles.noDisplay', { name: profile.display })}</option>
        )}
        {displays.map(one => (
          <option key={one.name} value={one.name}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}
