import { createStore } from 'zustand/vanilla';
import type { ProfilesInfo } from '../../shared/contract/calls/directory.ts';
import type { Link } from '../link/link.ts';
import { keepUnchanged } from './keep-unchanged.ts';

export type ProfileInfo = ProfilesInfo['profiles'][number];
export type DisplayInfo = ProfilesInfo['displays'][number];

export type ProfilesStore = ReturnType<typeof createProfilesStore>;

/** Profiles and displays of the directory, with those that come with the program. */
export function createProfilesStore(link: Link) {
  const store = createStore<ProfilesInfo>(() => ({ profiles: [], displays: [] }));
  const take = ({ profiles, displays }: ProfilesInfo) =>
    store.setState(before => ({
      profiles: keepUnchanged(before.profiles, profiles),
      displays: keepUnchanged(before.displays, displays),
    }));
  link.onOpen(() => void link.call('directory.profiles', {}).then(take, () => undefined));
  link.on('directory.profilesChanged', take);
  return store;
}
