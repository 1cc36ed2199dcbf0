import { createStore } from 'zustand/vanilla';

/** A short answer to what the user just did. Nothing else makes toasts. */
export interface Toast {
  readonly id: number;
  readonly kind: 'done' | 'error';
  readonly text: string;
  readonly help: string;
  readonly action: { readonly label: string; run(): void } | undefined;
}

const MOST = 3;
const LASTS = 5000;

export type ToastStore = ReturnType<typeof createToastStore>;

export function createToastStore() {
  return createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));
}

let lastId = 0;

export function showToast(
  store: ToastStore,
  kind: Toast['kind'],
  text: string,
  more: { help?: string; action?: Toast['action'] } = {},
): void {
  const id = ++lastId;
  const toast: Toast = { id, kind, text, help: more.help ?? '', action: more.action };
  store.setState(state => ({ toasts: [...state.toasts, toast].slice(-MOST) }));
  setTimeout(() => dropToast(store, id), kind === 'error' ? LASTS * 2 : LASTS);
}

export function dropToast(store: ToastStore, id: number): void {
  store.setState(state => ({ toasts: state.toasts.filter(one => one.id !== id) }));
}
