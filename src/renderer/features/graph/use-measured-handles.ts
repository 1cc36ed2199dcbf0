import { useEffect, useRef } from 'react';
import { useUpdateNodeInternals } from 'reactflow';
import type { InstanceView } from '../../model/graph-view.ts';

/**
 * React Flow measures handles when a node changes its size. Rows that get other names change none, and their wires
 * would look for handles that it does not know.
 */
export function useMeasuredHandles({ decl, rows }: InstanceView): void {
  const measure = useUpdateNodeInternals();
  const specs = rows.map(row => row.spec).join('\n');
  const known = useRef(specs);
  useEffect(() => {
    if (known.current === specs) return;
    known.current = specs;
    measure(decl.name);
  }, [measure, decl.name, specs]);
}
