import type { Link } from '../link/link.ts';
import { DirectorySearch } from './directory-search.ts';
import { usableProfile } from './profile-edits.ts';
import type { ProfilesStore } from './profiles-store.ts';
import type { SettingsStore } from './settings-store.ts';

/** The library's search. It uses the profile that the window is set to, and looks anew when that is another one. */
export function searchWithProfile(link: Link, profiles: ProfilesStore, settings: SettingsStore) {
  const used = () => {
    const list = profiles.getState().profiles;
    const name = usableProfile(list, settings.getState().searchProfile);
    return list.find(one => one.name === name);
  };
  const search = new DirectorySearch(link, () => used()?.name ?? 'default');
  let last = used();
  const follow = () => {
    const now = used();
    if (now === last) return;
    last = now;
    search.again();
  };
  profiles.subscribe(follow);
  settings.subscribe(follow);
  return search;
}
