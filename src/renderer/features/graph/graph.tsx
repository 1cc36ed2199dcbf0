import 'reactflow/dist/style.css';
import './graph.css';
import { useEffect, useMemo, useRef } from 'react';
import {
  Background,
  BackgroundVariant,
  MiniMap,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from 'reactflow';
import { useStore } from 'zustand';
import { useModel, useModelState } from '../../model/use-model.ts';
import { t } from '../../messages/translate.ts';
import { GRID } from '../../model/graph-edits.ts';
import { ContextMenu } from './context-menu.tsx';
import { FlowStore } from './flow-store.ts';
import type { InstanceNode as FlowNode, WireEdge as FlowEdge } from './flow-types.ts';
import { InstanceNode } from './instance-node.tsx';
import { LearnCard } from './learn-card.tsx';
import { NameCard } from './name-card.tsx';
import { type NodeBodies, NodeBodiesContext, type NodeExtras, NodeExtrasContext } from './node-bodies.ts';
import { isLarge } from './node-guess.ts';
import { Overview } from './overview.tsx';
import { QuickAdd } from './quick-add.tsx';
import { useCanvasCommands } from './use-canvas-commands.ts';
import { useDetailLevel } from './use-detail-level.ts';
import { FlowProvider, useFlow } from './use-flow.ts';
import { useGestures } from './use-gestures.ts';
import { WireEdge } from './wire-edge.tsx';
import { WirePicker } from './wire-picker.tsx';
import { ZoomControls } from './zoom-controls.tsx';

const nodeTypes = { instance: InstanceNode };
const edgeTypes = { wire: WireEdge };
const MINIMAP_UP_TO = 500;
/** From this many nodes on, a view from far away is one picture, also when they have few wires. */
const OVERVIEW_FROM = 60;
const NO_NODES: FlowNode[] = [];
const NO_EDGES: FlowEdge[] = [];

interface GraphProps {
  readonly bodies: NodeBodies;
  readonly extras: NodeExtras;
}

/** The canvas. */
export function Graph({ bodies, extras }: GraphProps) {
  const model = useModel();
  const flow = useMemo(() => new FlowStore(model), [model]);
  useEffect(() => flow.follow(), [flow]);
  return (
    <FlowProvider value={flow}>
      <NodeBodiesContext value={bodies}>
        <NodeExtrasContext value={extras}>
          <ReactFlowProvider>
            <Canvas />
          </ReactFlowProvider>
        </NodeExtrasContext>
      </NodeBodiesContext>
    </FlowProvider>
  );
}

function Canvas() {
  const flow = useFlow();
  const nodes = useStore(flow.store, state => state.nodes);
  const edges = useStore(flow.store, state => state.edges);
  const box = useRef<HTMLDivElement>(null);
  const gestures = useGestures(box);
  const detail = useDetailLevel();
  const large = isLarge(nodes.length, edges.length);
  const far = detail === 'blocks' && (large || nodes.length > OVERVIEW_FROM);
  useCanvasCommands(box);
  return (
    <div
      ref={box}
      className={`canvas detail-${detail}`}
      data-testid="canvas"
      role="application"
      aria-label={t('canvas.label')}
      {...gestures.area}
    >
      <ReactFlow
        nodes={far ? NO_NODES : nodes}
        edges={far ? NO_EDGES : edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={flow.changeNodes}
        onEdgesChange={flow.changeEdges}
        {...gestures.flow}
        onlyRenderVisibleElements={large}
        minZoom={0.05}
        maxZoom={2}
        snapToGrid
        snapGrid={[GRID / 2, GRID / 2]}
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        connectionRadius={24}
        reconnectRadius={12}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.2} color="var(--canvas-dot)" />
        <Panel position="bottom-left">
          <ZoomControls />
        </Panel>
        {!far && nodes.length > 0 && nodes.length <= MINIMAP_UP_TO && <Minimap />}
        {far && <Overview />}
      </ReactFlow>
      <QuickAdd />
      <LearnCard />
      <ContextMenu />
      <NameCard box={box} />
      <WirePicker />
    </div>
  );
}

function Minimap() {
  const manifests = useModelState('devices', state => state.manifests);
  return (
    <MiniMap<FlowNode>
      pannable
      zoomable
      ariaLabel={t('canvas.minimap')}
      nodeBorderRadius={4}
      nodeColor={node => `var(--${manifests.get(node.data.view.decl.backend)?.family ?? 'virtual'})`}
    />
  );
}
