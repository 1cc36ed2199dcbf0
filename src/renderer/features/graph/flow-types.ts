import type { Edge, Node } from 'reactflow';
import type { MappingDecl } from '../../../shared/patch/document.ts';
import type { InstanceView } from '../../model/graph-view.ts';

/** An instance and a wire as React Flow draws them. */
export type InstanceNode = Node<{ readonly view: InstanceView; readonly collapsed: boolean }, 'instance'>;
export type WireEdge = Edge<{ readonly mapping: MappingDecl; readonly count: number }, 'wire'>;
