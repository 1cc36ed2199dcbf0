import { createStore } from 'zustand/vanilla';
import type { FoundEntry, SourceBackendInfo, SourceInfo } from '../../shared/contract/calls/directory.ts';
import type { Link } from '../link/link.ts';

export interface DirectoryModel {
  readonly sources: readonly SourceInfo[];
  readonly backends: readonly SourceBackendInfo[];
  readonly favorites: readonly FoundEntry[];
  /** False until the engine has answered. */
  readonly loaded: boolean;
}

export type DirectoryStore = ReturnType<typeof createDirectoryStore>;

/** Sources, back-ends and favourites of the directory. */
export function createDirectoryStore(link: Link) {
  const store = createStore<DirectoryModel>(() => ({
    sources: [],
    backends: [],
    favorites: [],
    loaded: false,
  }));
  const ignore = () => undefined;
  const loadFavorites = () =>
    void link.call('directory.favorites', {}).then(favorites => store.setState({ favorites }), ignore);
  const loadBackends = () =>
    void link.call('directory.backends', {}).then(backends => store.setState({ backends }), ignore);
  link.onOpen(() => {
    void link
      .call('directory.sources', {})
      .then(sources => store.setState({ sources, loaded: true }), ignore);
    loadBackends();
    loadFavorites();
  });
  link.on('directory.sourcesChanged', sources => {
    store.setState({ sources, loaded: true });
    loadFavorites();
  });
  link.on('directory.favoritesChanged', loadFavorites);
  link.on('plugins.changed', loadBackends);
  return store;
}
