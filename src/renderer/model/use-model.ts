import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Model } from './model.ts';

const ModelContext = createContext<Model | undefined>(undefined);

export const ModelProvider = ModelContext.Provider;

/** The model of this window. Only below `ModelProvider`. */
export function useModel(): Model {
  const model = useContext(ModelContext);
  if (!model) throw new Error('useModel outside ModelProvider');
  return model;
}

/** The state of each store in the model, by its name. */
type States = { [K in keyof Model as Model[K] extends StoreApi<unknown> ? K : never]: StateOf<Model[K]> };
type StateOf<S> = S extends StoreApi<infer T> ? T : never;

/** Part of a store; draws again when it changes. The selector must answer the same object for the same state. */
export function useModelState<K extends keyof States, U>(name: K, selector: (state: States[K]) => U): U {
  const store: unknown = useModel()[name];
  return useStore<StoreApi<States[K]>, U>(store as StoreApi<States[K]>, selector);
}
