import { createStore } from 'zustand/vanilla';
import type { PatchEvents, PatchState } from '../../shared/contract/calls/patch.ts';
import { EMPTY_PATCH } from '../../shared/patch/document.ts';
import { applyAll } from '../../shared/patch/apply.ts';
import type { Link } from '../link/link.ts';

export interface PatchModel extends PatchState {
  /** False until the engine has told which patch is open. */
  readonly loaded: boolean;
}

const NOTHING: PatchModel = {
  loaded: false,
  document: EMPTY_PATCH,
  revision: -1,
  path: undefined,
  name: '',
  dirty: false,
  undo: undefined,
  redo: undefined,
};

export type PatchStore = ReturnType<typeof createPatchStore>;

/** The open patch, kept up to date by the operations that the engine announces. */
export function createPatchStore(link: Link) {
  const store = createStore<PatchModel>(() => NOTHING);
  const replace = (state: PatchState) => store.setState({ ...NOTHING, ...state, loaded: true });
  const load = () => void link.call('patch.get', {}).then(replace, () => undefined);
  link.onOpen(load);
  link.on('patch.replaced', replace);
  link.on('patch.state', state => store.setState({ ...state }));
  link.on('patch.edited', event => {
    if (!followEdit(store, event)) load();
  });
  return store;
}

/** True when the edit was taken over or known already; false when one before it is missing. */
function followEdit(
  store: { getState(): PatchModel; setState(part: Partial<PatchModel>): void },
  event: PatchEvents['patch.edited'],
): boolean {
  const { revision, document, loaded } = store.getState();
  if (!loaded || event.revision <= revision) return true;
  if (event.revision !== revision + 1) return false;
  try {
    const edited = applyAll(document, event.operations);
    store.setState({ ...event.state, document: edited, revision: event.revision });
    return true;
  } catch {
    return false;
  }
}
