import './node.css';
import { memo, useContext, useMemo } from 'react';
import type { NodeProps } from 'reactflow';
import type { InstanceView } from '../../model/graph-view.ts';
import { useStatus } from '../../model/use-status.ts';
import { useModelState } from '../../model/use-model.ts';
import { testId } from '../../ui/test-ids.ts';
import { AddChannel } from './add-channel.tsx';
import { ChannelRows } from './channel-rows.tsx';
import type { InstanceNode as FlowNode } from './flow-types.ts';
import { NodeBodiesContext, NodeExtrasContext } from './node-bodies.ts';
import { NodeHeader } from './node-header.tsx';
import { RowHandles } from './row-handles.tsx';
import { useMeasuredHandles } from './use-measured-handles.ts';

/** One instance on the canvas. */
export const InstanceNode = memo(function InstanceNode({ data, selected }: NodeProps<FlowNode>) {
  const { view, collapsed } = data;
  const { name, backend } = view.decl;
  useMeasuredHandles(view);
  const bodies = useContext(NodeBodiesContext);
  const extras = useContext(NodeExtrasContext);
  const family = useModelState('devices', state => state.manifests.get(backend)?.family ?? 'virtual');
  const { status, detail } = useStatus(name, backend);
  const Body = Object.hasOwn(bodies, backend) ? bodies[backend] : undefined;
  const Extra = Object.hasOwn(extras, backend) ? extras[backend] : undefined;
  return (
    <div
      className={`node ${selected ? 'selected' : ''} ${collapsed ? 'collapsed' : ''}`}
      data-family={family}
      data-status={status}
      data-testid={testId.node(name)}
    >
      <NodeHeader view={view} family={family} status={status} detail={detail} />
      {collapsed ? (
        <FoldedHandles view={view} />
      ) : (
        <>
          {Extra && <Extra view={view} />}
          {Body ? <Body view={view} handles={RowHandles} /> : <ChannelRows view={view} />}
          <AddChannel decl={view.decl} first={view.rows.length === 0} />
        </>
      )}
    </div>
  );
});

/** All wires of a folded node meet at its header. */
function FoldedHandles({ view }: { readonly view: InstanceView }) {
  const specs = useMemo(() => view.rows.map(row => row.spec), [view.rows]);
  return (
    <div className="folded">
      {specs.map(spec => (
        <RowHandles key={spec} view={view} spec={spec} />
      ))}
    </div>
  );
}
