import './wire.css';
import { memo } from 'react';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from 'reactflow';
import type { BackendFamily } from '../../../shared/plugin/backend.ts';
import { type InstanceDecl, type MappingDecl, mappingKey } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { useRefName } from '../../model/names-hooks.ts';
import { useIndexes } from '../../model/use-channels.ts';
import { useGlowRef } from '../../model/use-live.ts';
import { useModelState } from '../../model/use-model.ts';
import { testId } from '../../ui/test-ids.ts';
import type { WireEdge as FlowEdge } from './flow-types.ts';
import { LiveNumber } from './live-cells.tsx';
import { useFlowState } from './use-flow.ts';

/** A wire, or a bundle of them. */
export const WireEdge = memo(function WireEdge(props: EdgeProps<FlowEdge>) {
  const { id, source, data, selected = false } = props;
  const [path, x, y] = getBezierPath({ ...props, curvature: 0.4 });
  const decl = useModelState('graph', state => state.view.get(source)?.decl);
  const family = useModelState(
    'devices',
    state => state.manifests.get(decl?.backend ?? '')?.family ?? 'virtual',
  );
  const problem = useModelState('problems', state => state.byWire.get(id)?.[0]);
  const hovered = useFlowState(state => state.hovered === id);
  if (!data || !decl) return null;
  const { mapping, count } = data;
  const look = [count > 1 ? 'bundle' : '', selected ? 'selected' : '', mapping.off ? 'off' : ''].join(' ');
  return (
    <g
      className={`wire ${look} ${problem ? problem.severity : ''}`}
      data-family={family}
      data-off={mapping.off}
      data-testid={testId.wire(mapping.from, mapping.to)}
    >
      <WireLight path={path} decl={decl} spec={mapping.from.slice(source.length + 1)} />
      <BaseEdge id={id} path={path} interactionWidth={16} />
      <path className="wire-end" d={arrow(props.targetX, props.targetY, -1)} />
      {mapping.both && <path className="wire-end" d={arrow(props.sourceX, props.sourceY, 1)} />}
      {(selected || hovered || count > 1 || mapping.off || problem !== undefined) && (
        <EdgeLabelRenderer>
          <div
            className={`chip ${problem ? problem.severity : ''}`}
            data-family={family as BackendFamily}
            style={{ transform: `translate(-50%,-50%) translate(${x}px,${y}px)` }}
            title={problem?.message ?? mappingKey(mapping)}
          >
            {(selected || hovered) && <WireNames mapping={mapping} />}
            <ChipText mapping={mapping} count={count} decl={decl} broken={problem !== undefined} />
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

/** What a wire joins, by the names of its ends. Nothing when neither has one. */
function WireNames({ mapping }: { readonly mapping: MappingDecl }) {
  const [from, to] = [useRefName(mapping.from), useRefName(mapping.to)];
  if (from === '' && to === '') return null;
  return (
    <span className="chip-names" data-testid="wire-names">
      <span className="ellipsis">{from || mapping.from}</span>
      <span className="ellipsis">→ {to || mapping.to}</span>
    </span>
  );
}

interface ChipProps {
  readonly mapping: MappingDecl;
  readonly count: number;
  readonly decl: InstanceDecl;
  readonly broken: boolean;
}

function ChipText({ mapping, count, decl, broken }: ChipProps) {
  const indexes = useIndexes(decl, mapping.from.slice(decl.name.length + 1));
  if (mapping.off) return <>{broken ? t('wire.cut') : t('wire.off')}</>;
  if (broken) return <>!</>;
  return count > 1 ? <span className="number">×{count}</span> : <LiveNumber index={indexes[0] ?? -1} />;
}

/** Lies under the wire and shines when an event passes. */
const WireLight = memo(function WireLight({
  path,
  decl,
  spec,
}: {
  readonly path: string;
  readonly decl: InstanceDecl;
  readonly spec: string;
}) {
  const ref = useGlowRef<SVGPathElement>(useIndexes(decl, spec), paintGlow);
  return <path className="wire-light" d={path} ref={ref} />;
});

function paintGlow(element: SVGPathElement, strength: number): void {
  element.style.opacity = String(strength);
  const wire = element.nextElementSibling;
  if (wire instanceof SVGElement) wire.style.strokeOpacity = strength === 0 ? '' : String(0.5 + strength / 2);
}

/** A small triangle whose tip points into the handle. */
function arrow(x: number, y: number, side: 1 | -1): string {
  const base = x + side * 11;
  return `M${x + side * 3} ${y}L${base} ${y - 4}L${base} ${y + 4}Z`;
}
