import { t } from '../../messages/translate.ts';
import { usableProfile } from '../../model/profile-edits.ts';
import { useModel, useModelState } from '../../model/use-model.ts';

/** Which profile the library searches with; not there while there is only one. */
export function ProfileChoice() {
  const model = useModel();
  const profiles = useModelState('profiles', state => state.profiles);
  const wanted = useModelState('settings', state => state.searchProfile);
  if (profiles.length < 2) return null;
  return (
    <select
      className="input library-profile"
      aria-label={t('profiles.search')}
      title={t('profiles.search')}
      data-testid="library-profile"
      value={usableProfile(profiles, wanted)}
      onChange={event => model.settings.setState({ searchProfile: event.currentTarget.value })}
    >
      {profiles.map(one => (
        <option key={one.name} value={one.name}>
          {t('profiles.option', { name: one.name })}
        </option>
      ))}
    </select>
  );
}
