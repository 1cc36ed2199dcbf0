import { type RefObject, useEffect } from 'react';
import { useReactFlow } from 'reactflow';
import { autoLayout } from '../../../shared/patch/auto-layout.ts';
import { parseChannelRef } from '../../../shared/signal/channel-ref.ts';
import { t } from '../../messages/translate.ts';
import { askChannelRename, isScript } from '../../model/editor-commands.ts';
import { type Command, registerCommands } from '../../model/commands.ts';
import { mappingsOf, moveNodes } from '../../model/graph-edits.ts';
import type { Model } from '../../model/model.ts';
import type { PatchModel } from '../../model/patch-store.ts';
import { select } from '../../model/selection-store.ts';
import { useModel } from '../../model/use-model.ts';
import type { FlowStore } from './flow-store.ts';
import { type Direction, nearest } from './nearest.ts';
import { rowRef } from './row-ref.ts';
import { useFit } from './use-fit.ts';
import { useFlow } from './use-flow.ts';

/** Commands that need to know where things are on the canvas, and the wish of others to see the selection. */
export function useCanvasCommands(box: RefObject<HTMLDivElement | null>): void {
  const model = useModel();
  const flow = useFlow();
  const view = useReactFlow();
  const fit = useFit();
  useEffect(
    () => registerCommands(model.commands, canvasCommands({ model, flow, view, fit, box })),
    [model, flow, view, fit, box],
  );
  useEffect(
    () =>
      model.selection.subscribe((state, before) => {
        if (state.reveal !== before.reveal) showSelected(model, fit);
      }),
    [model, fit],
  );
  useFitOnOpen(model, fit);
}

type View = ReturnType<typeof useReactFlow>;
type Fit = ReturnType<typeof useFit>;

interface Canvas {
  readonly model: Model;
  readonly flow: FlowStore;
  readonly view: View;
  readonly fit: Fit;
  readonly box: RefObject<HTMLDivElement | null>;
}

function canvasCommands({ model, flow, view, fit, box }: Canvas): readonly Command[] {
  const named = () => flow.store.getState().menu?.ref ?? focusedRow();
  return [
    { id: 'view.fit', title: 'command.fit', keys: ['H', 'Ctrl+1'], run: () => fit() },
    {
      id: 'view.fitSelection',
      title: 'command.fitSelection',
      keys: ['F'],
      run: () => showSelected(model, fit),
    },
    {
      id: 'view.zoomReset',
      title: 'command.zoomReset',
      keys: ['Ctrl+0'],
      run: () => void view.zoomTo(1),
    },
    { id: 'view.zoomIn', title: 'command.zoomIn', keys: ['+', 'Shift++'], run: () => void view.zoomIn() },
    { id: 'view.zoomOut', title: 'command.zoomOut', keys: ['-'], run: () => void view.zoomOut() },
    { id: 'view.tidy', title: 'command.tidy', keys: ['Ctrl+Shift+L'], run: () => void tidy(model, fit) },
    {
      id: 'edit.rename',
      title: 'command.rename',
      keys: ['F2'],
      enabled: () => model.selection.getState().instances.size === 1,
      run: () => rename(model, flow),
    },
    {
      id: 'script.renameChannel',
      title: 'command.renameChannel',
      enabled: () => isScript(model, parseChannelRef(flow.store.getState().menu?.ref ?? '')?.instance),
      run: () => void askChannelRename(model, flow.store.getState().menu?.ref ?? ''),
    },
    {
      id: 'edit.nameChannel',
      title: 'command.nameChannel',
      keys: ['Shift+F2'],
      enabled: () => named() !== undefined,
      run: () => flow.store.setState({ naming: named() }),
    },
    {
      id: 'edit.quickAdd',
      title: 'command.quickAdd',
      keys: ['Tab'],
      run: () => openQuickAdd(model, box.current, view.screenToFlowPosition),
    },
    ...(['Left', 'Right', 'Up', 'Down'] as const).map(direction => ({
      id: `graph.focus${direction}`,
      title: `command.focus${direction}` as const,
      keys: [`Arrow${direction}`],
      run: () => focusNearest(model, flow, box.current, direction),
    })),
  ];
}

/** A row that has the focus is what is meant; its channel stays what it is, it is only called otherwise. */
function rename(model: Model, flow: FlowStore): void {
  const naming = focusedRow();
  if (naming !== undefined && askChannelRename(model, naming)) return;
  if (naming !== undefined) flow.store.setState({ naming });
  else flow.store.setState({ renaming: [...model.selection.getState().instances][0] });
}

/** The row that has the focus, `instance.spec`. */
function focusedRow(): string | undefined {
  const { activeElement } = document;
  return activeElement ? rowRef(activeElement) : undefined;
}

function showSelected(model: Model, fit: Fit): void {
  const { instances, wires } = model.selection.getState();
  const ends = mappingsOf(model.patch.getState().document, wires).flatMap(wire => [
    parseChannelRef(wire.from)?.instance ?? '',
    parseChannelRef(wire.to)?.instance ?? '',
  ]);
  fit(new Set([...instances, ...ends]));
}

/** Another patch is shown whole at first. */
function useFitOnOpen(model: Model, fit: Fit): void {
  useEffect(() => {
    const show = () => void setTimeout(() => fit(undefined, false), 80);
    if (model.patch.getState().loaded) show();
    return model.patch.subscribe((state, before) => {
      const other = state.path !== before.path && nameList(state) !== nameList(before);
      if (state.loaded && (!before.loaded || other)) show();
    });
  }, [model, fit]);
}

function nameList(state: PatchModel): string {
  return state.document.instances.map(one => one.name).join();
}

async function tidy(model: Model, fit: Fit): Promise<void> {
  const { document } = model.patch.getState();
  const places = new Map(Object.entries(autoLayout(document)));
  if (await model.edit(t('edit.tidy'), moveNodes(document, places))) setTimeout(fit, 50);
}

function openQuickAdd(model: Model, box: HTMLElement | null, toCanvas: View['screenToFlowPosition']): void {
  if (!box) return;
  const area = box.getBoundingClientRect();
  const at = toCanvas({ x: area.left + area.width / 2 - 120, y: area.top + area.height / 3 });
  model.dialogs.setState({ quickAdd: at });
}

function focusNearest(model: Model, flow: FlowStore, box: HTMLElement | null, direction: Direction): void {
  const { nodes } = flow.store.getState();
  const [current] = model.selection.getState().instances;
  const next = nearest(nodes, current, direction);
  if (!next) return;
  select(model.selection, { instances: [next.id] });
  box?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(next.id)}"]`)?.focus();
}
