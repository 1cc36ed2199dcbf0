import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { FlowState, FlowStore } from './flow-store.ts';

const FlowContext = createContext<FlowStore | undefined>(undefined);

export const FlowProvider = FlowContext.Provider;

export function useFlow(): FlowStore {
  const flow = useContext(FlowContext);
  if (!flow) throw new Error('useFlow outside FlowProvider');
  return flow;
}

export function useFlowState<U>(selector: (state: FlowState) => U): U {
  return useStore(useFlow().store, selector);
}
