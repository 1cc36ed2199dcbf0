import '../../ui/menu.css';
import { useEffect, useRef } from 'react';
import { t } from '../../messages/translate.ts';
import { runCommand } from '../../model/commands.ts';
import { showChord } from '../../model/keymap.ts';
import { useModel } from '../../model/use-model.ts';
import { testId } from '../../ui/test-ids.ts';
import { useFlow, useFlowState } from './use-flow.ts';

const MAC = navigator.platform.startsWith('Mac');
const FOR_NODES = [
  'script.edit',
  'edit.rename',
  'edit.copy',
  'edit.duplicate',
  'edit.fold',
  'view.fitSelection',
  'edit.delete',
];
const FOR_ROWS = ['script.renameChannel', 'edit.nameChannel', ...FOR_NODES];
const FOR_WIRES = ['edit.toggleWire', 'view.fitSelection', 'edit.delete'];
const FOR_CANVAS = ['edit.quickAdd', 'edit.paste', 'edit.selectAll', 'view.fit', 'view.tidy'];
const COMMANDS = { node: FOR_NODES, row: FOR_ROWS, wire: FOR_WIRES, canvas: FOR_CANVAS } as const;

/** What the right mouse button offers: the same commands as everywhere. */
export function ContextMenu() {
  const menu = useFlowState(state => state.menu);
  return menu ? <OpenContextMenu key={`${menu.x},${menu.y}`} {...menu} /> : null;
}

interface ContextMenuProps {
  readonly on: keyof typeof COMMANDS;
  /** Pixels from the corner of the canvas. */
  readonly x: number;
  readonly y: number;
}

function OpenContextMenu({ on, x, y }: ContextMenuProps) {
  const model = useModel();
  const flow = useFlow();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const close = () => flow.store.setState({ menu: undefined });
    const away = (event: Event) => {
      if (!(event.target instanceof Node && box.current?.contains(event.target))) close();
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };
    window.addEventListener('pointerdown', away, true);
    window.addEventListener('keydown', escape);
    window.addEventListener('wheel', away, true);
    box.current?.querySelector('button')?.focus();
    return () => {
      window.removeEventListener('pointerdown', away, true);
      window.removeEventListener('keydown', escape);
      window.removeEventListener('wheel', away, true);
    };
  }, [flow]);
  const commands = COMMANDS[on]
    .flatMap(id => model.commands.getState().commands.get(id) ?? [])
    .filter(one => !one.id.startsWith('script.') || one.enabled?.() !== false);
  return (
    <div ref={box} className="menu context-menu nokey" role="menu" style={{ left: x, top: y }}>
      {commands.map(one => (
        <button
          type="button"
          key={one.id}
          role="menuitem"
          className="menu-item"
          disabled={one.enabled?.() === false}
          data-testid={testId.command(one.id)}
          onClick={() => {
            // The command may ask which row the menu was opened on.
            runCommand(model.commands, one.id);
            flow.store.setState({ menu: undefined });
          }}
        >
          <span className="menu-check" />
          <span className="grow ellipsis">{t(one.title)}</span>
          <kbd className="menu-hint">{one.keys?.[0] === undefined ? '' : showChord(one.keys[0], MAC)}</kbd>
        </button>
      ))}
    </div>
  );
}
