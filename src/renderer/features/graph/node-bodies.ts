import { type ComponentType, createContext } from 'react';
import type { InstanceView } from '../../model/graph-view.ts';

/** Draws the rows of an instance in a way of its own; the handles come from `rowHandles`. */
export interface NodeBodyProps {
  readonly view: InstanceView;
  /** The two handles of a row; put them into an element with `position: relative`. */
  readonly handles: ComponentType<{ readonly view: InstanceView; readonly spec: string }>;
}

/** Bodies by name of backend. A backend without one gets the rows with bar and number. */
export type NodeBodies = Readonly<Record<string, ComponentType<NodeBodyProps>>>;

export const NodeBodiesContext = createContext<NodeBodies>({});

/** Small live pictures under the header of a node, by name of backend. */
export type NodeExtras = Readonly<Record<string, ComponentType<{ readonly view: InstanceView }>>>;

export const NodeExtrasContext = createContext<NodeExtras>({});
