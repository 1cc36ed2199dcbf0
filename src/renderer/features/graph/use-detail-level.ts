import { useStore } from 'reactflow';

export type DetailLevel = 'full' | 'coarse' | 'blocks';

/** How much of a node can be read at this zoom; changes only when a border is crossed. */
export function useDetailLevel(): DetailLevel {
  return useStore(({ transform: [, , zoom] }) => (zoom < 0.25 ? 'blocks' : zoom < 0.4 ? 'coarse' : 'full'));
}
