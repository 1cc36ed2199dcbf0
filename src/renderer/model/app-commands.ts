import { newPatch, openPatch, savePatch, savePatchAs } from './files.ts';
import type { Command } from './commands.ts';
import { editorCommands } from './editor-commands.ts';
import { startLearning } from './learn.ts';
import type { Model } from './model.ts';
import {
  copySelected,
  deleteSelected,
  duplicateSelected,
  foldSelected,
  nudgeSelected,
  panic,
  paste,
  redo,
  toggleSelectedWires,
  undo,
} from './patch-actions.ts';
import { revealNextProblem } from './reveal-place.ts';
import { select } from './selection-store.ts';
import { type Region, showBottomTab, showLeftTab, toggleRegion } from './settings-store.ts';

/** Commands that need only the model. Those of the canvas are registered by the canvas. */
export function appCommands(model: Model): readonly Command[] {
  return [
    ...fileCommands(model),
    ...editCommands(model),
    ...moveCommands(model),
    ...viewCommands(model),
    ...dialogCommands(model),
    ...editorCommands(model),
  ];
}

function fileCommands(model: Model): readonly Command[] {
  return [
    { id: 'file.new', title: 'command.new', keys: ['Ctrl+Alt+N'], run: () => void newPatch(model) },
    {
      id: 'file.open',
      title: 'command.open',
      keys: ['Ctrl+O'],
      everywhere: true,
      run: () => void openPatch(model),
    },
    {
      id: 'file.save',
      title: 'command.save',
      keys: ['Ctrl+S'],
      everywhere: true,
      run: () => void savePatch(model),
    },
    {
      id: 'file.saveAs',
      title: 'command.saveAs',
      keys: ['Ctrl+Shift+S'],
      everywhere: true,
      run: () => void savePatchAs(model),
    },
  ];
}

function editCommands(model: Model): readonly Command[] {
  const chosen = () => model.selection.getState();
  const nodes = () => chosen().instances.size > 0;
  const any = () => nodes() || chosen().wires.size > 0;
  return [
    {
      id: 'edit.undo',
      title: 'command.undo',
      keys: ['Ctrl+Z'],
      enabled: () => model.patch.getState().undo !== undefined,
      run: () => void undo(model),
    },
    {
      id: 'edit.redo',
      title: 'command.redo',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      enabled: () => model.patch.getState().redo !== undefined,
      run: () => void redo(model),
    },
    {
      id: 'edit.copy',
      title: 'command.copy',
      keys: ['Ctrl+C'],
      enabled: nodes,
      run: () => copySelected(model),
    },
    {
      id: 'edit.cut',
      title: 'command.cut',
      keys: ['Ctrl+X'],
      enabled: nodes,
      run: () => {
        copySelected(model);
        void deleteSelected(model);
      },
    },
    { id: 'edit.paste', title: 'command.paste', keys: ['Ctrl+V'], run: () => void paste(model) },
    {
      id: 'edit.duplicate',
      title: 'command.duplicate',
      keys: ['Ctrl+D'],
      enabled: nodes,
      run: () => void duplicateSelected(model),
    },
    {
      id: 'edit.delete',
      title: 'command.delete',
      keys: ['Delete', 'Backspace'],
      enabled: any,
      run: () => void deleteSelected(model),
    },
    {
      id: 'edit.selectAll',
      title: 'command.selectAll',
      keys: ['Ctrl+A'],
      run: () => select(model.selection, { instances: model.graph.getState().view.keys() }),
    },
    {
      id: 'edit.wire',
      title: 'command.wire',
      keys: ['W'],
      run: () => model.dialogs.setState({ wiring: true }),
    },
    { id: 'edit.clear', title: 'command.clear', keys: ['Escape'], run: () => select(model.selection, {}) },
    {
      id: 'edit.fold',
      title: 'command.fold',
      keys: ['C'],
      enabled: nodes,
      run: () => void foldSelected(model),
    },
    {
      id: 'edit.toggleWire',
      title: 'command.toggleWire',
      keys: ['M'],
      enabled: () => chosen().wires.size > 0,
      run: () => void toggleSelectedWires(model),
    },
  ];
}

function moveCommands(model: Model): readonly Command[] {
  const nodes = () => model.selection.getState().instances.size > 0;
  return (
    [
      ['Left', -1, 0],
      ['Right', 1, 0],
      ['Up', 0, -1],
      ['Down', 0, 1],
    ] as const
  ).flatMap(([direction, dx, dy]): readonly Command[] => [
    {
      id: `edit.move${direction}`,
      title: `command.move${direction}`,
      keys: [`Shift+Arrow${direction}`],
      enabled: nodes,
      run: () => void nudgeSelected(model, dx * 20, dy * 20),
    },
    {
      id: `edit.nudge${direction}`,
      title: `command.nudge${direction}`,
      keys: [`Ctrl+Arrow${direction}`],
      enabled: nodes,
      run: () => void nudgeSelected(model, dx, dy),
    },
  ]);
}

/** What opens a dialog. */
function dialogCommands({ dialogs }: Model): readonly Command[] {
  return [
    { id: 'view.addSource', title: 'command.addSource', run: () => dialogs.setState({ source: {} }) },
    { id: 'view.directory', title: 'command.directory', run: () => dialogs.setState({ desk: 'entries' }) },
    { id: 'view.plugins', title: 'command.plugins', run: () => dialogs.setState({ plugins: true }) },
    {
      id: 'view.settings',
      title: 'command.settings',
      keys: ['Ctrl+,'],
      everywhere: true,
      run: () => dialogs.setState({ settings: 'appearance' }),
    },
    {
      id: 'view.remoteAccess',
      title: 'command.remoteAccess',
      run: () => dialogs.setState({ settings: 'remote' }),
    },
  ];
}

function viewCommands(model: Model): readonly Command[] {
  const toggle = (region: Region) => () => toggleRegion(model.settings, region);
  const { dialogs, settings } = model;
  return [
    {
      id: 'view.palette',
      title: 'command.palette',
      keys: ['Ctrl+K', 'Ctrl+Shift+P'],
      everywhere: true,
      run: () => dialogs.setState(state => ({ palette: !state.palette })),
    },
    {
      id: 'view.learn',
      title: 'command.learn',
      keys: ['L'],
      run: () => {
        if (dialogs.getState().learning) dialogs.setState({ learning: false });
        else void startLearning(model);
      },
    },
    { id: 'view.left', title: 'command.left', keys: ['Ctrl+B'], everywhere: true, run: toggle('left') },
    {
      id: 'view.right',
      title: 'command.right',
      keys: ['Ctrl+Alt+I'],
      everywhere: true,
      run: toggle('right'),
    },
    { id: 'view.bottom', title: 'command.bottom', keys: ['Ctrl+J'], everywhere: true, run: toggle('bottom') },
    {
      id: 'view.monitor',
      title: 'command.monitor',
      keys: ['Ctrl+Shift+M'],
      everywhere: true,
      run: () => showBottomTab(settings, 'monitor'),
    },
    { id: 'view.problems', title: 'command.problems', run: () => showBottomTab(settings, 'problems') },
    {
      id: 'view.library',
      title: 'command.library',
      keys: ['Ctrl+L'],
      everywhere: true,
      run: () => {
        showLeftTab(settings, 'library');
        // The field is there once the tab is drawn.
        setTimeout(() => document.querySelector<HTMLElement>('.library-search')?.focus(), 0);
      },
    },
    { id: 'view.log', title: 'command.log', run: () => showBottomTab(settings, 'log') },
    {
      id: 'problem.next',
      title: 'command.nextProblem',
      keys: ['F8'],
      everywhere: true,
      run: () => revealNextProblem(model, 1),
    },
    {
      id: 'problem.previous',
      title: 'command.previousProblem',
      keys: ['Shift+F8'],
      everywhere: true,
      run: () => revealNextProblem(model, -1),
    },
    {
      id: 'run.panic',
      title: 'command.panicHint',
      keys: ['Ctrl+Shift+.'],
      everywhere: true,
      run: () => void panic(model),
    },
  ];
}
