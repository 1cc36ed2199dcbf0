import { createStore } from 'zustand/vanilla';

export interface SelectionModel {
  readonly instances: ReadonlySet<string>;
  /** Keys of mappings, see `mappingKey`. */
  readonly wires: ReadonlySet<string>;
  /** Raised when the canvas should bring the selection into view. */
  readonly reveal: number;
  /** Option of the selected instance whose field wants the focus. */
  readonly option: string | undefined;
}

const NONE: ReadonlySet<string> = new Set();

export type SelectionStore = ReturnType<typeof createSelectionStore>;

/** What is selected on the canvas; lists and problems select through it too. */
export function createSelectionStore() {
  return createStore<SelectionModel>(() => ({ instances: NONE, wires: NONE, reveal: 0, option: undefined }));
}

/** Let go of what is no longer there. */
export function keepExisting(
  store: SelectionStore,
  isInstance: (name: string) => boolean,
  isWire: (key: string) => boolean,
): void {
  const { instances, wires } = store.getState();
  const kept = { instances: [...instances].filter(isInstance), wires: [...wires].filter(isWire) };
  if (kept.instances.length === instances.size && kept.wires.length === wires.size) return;
  store.setState({ instances: new Set(kept.instances), wires: new Set(kept.wires) });
}

export interface Selected {
  readonly instances?: Iterable<string>;
  readonly wires?: Iterable<string>;
  readonly option?: string;
}

export function select(store: SelectionStore, what: Selected): void {
  store.setState({
    instances: new Set(what.instances ?? []),
    wires: new Set(what.wires ?? []),
    option: what.option,
  });
}

/** Select, and bring it into view. */
export function reveal(store: SelectionStore, what: Selected): void {
  select(store, what);
  store.setState(state => ({ reveal: state.reveal + 1 }));
}
