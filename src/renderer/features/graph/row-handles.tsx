import { memo } from 'react';
import { Handle, Position } from 'reactflow';
import type { InstanceView } from '../../model/graph-view.ts';
import { useResolved } from '../../model/use-channels.ts';
import { testId } from '../../ui/test-ids.ts';

interface RowHandlesProps {
  readonly view: InstanceView;
  readonly spec: string;
}

/**
 * Both ends of a row. A direction that the channel does not have keeps its handle, invisible and closed, so that the
 * geometry which React Flow measured stays true.
 */
export const RowHandles = memo(function RowHandles({ view, spec }: RowHandlesProps) {
  const resolved = useResolved(view.decl, spec);
  const row = view.rows.find(one => one.spec === spec);
  const known = resolved !== undefined && resolved.infos.length > 0;
  const target = row?.target === true || !known || resolved.infos.some(info => info.target);
  const source = row?.source === true || !known || resolved.infos.some(info => info.source);
  const ref = `${view.decl.name}.${spec}`;
  return (
    <>
      <Handle
        type="target"
        position={Position.Left}
        id={`in:${spec}`}
        isConnectable={target}
        className={`plug ${row?.target === true ? 'used' : ''} ${target ? '' : 'closed'}`}
        data-testid={target ? testId.in(ref) : undefined}
      />
      <Handle
        type="source"
        position={Position.Right}
        id={`out:${spec}`}
        isConnectable={source}
        className={`plug ${row?.source === true ? 'used' : ''} ${source ? '' : 'closed'}`}
        data-testid={source ? testId.out(ref) : undefined}
      />
    </>
  );
});
