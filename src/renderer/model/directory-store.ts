import { createStore } from 'zustand/vanilla';
import type { FoundEntry, SourceBackendInfo, SourceInfo } from '../../shared/contract/calls/directory.ts';
import type { Link } from '../link/link.ts';
import { keepUnchanged } from './keep-unchanged.ts';

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
  const take = (list: readonly SourceInfo[]) =>
    store.setState(state => ({ sources: keepUnchanged(state.sources, list), loaded: true }));
  // While hundreds of sheets load, their states change all the time.
  const loadFavorites = afterPause(
    () => void link.call('directory.favorites', {}).then(favorites => store.setState({ favorites }), ignore),
  );
  const loadBackends = () =>
    void link.call('directory.backends', {}).then(backends => store.setState({ backends }), ignore);
  link.onOpen(() => {
    void link.call('directory.sources', {}).then(take, ignore);
    loadBackends();
    loadFavorites();
  });
  link.on('directory.sourcesChanged', sources => {
    take(sources);
    loadFavorites();
  });
  link.on('directory.favoritesChanged', loadFavorites);
  link.on('plugins.changed', loadBackends);
  return store;
}

const PAUSE = 150;

function afterPause(action: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, PAUSE);
  };
}
