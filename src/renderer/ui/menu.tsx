import './menu.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** Asked when the menu opens. */
  enabled?(): boolean;
  readonly checked?: boolean;
  run(): void;
}

/** Groups of items; a line is drawn between them. A group may have a heading. */
export interface MenuGroup {
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

interface MenuProps {
  readonly label: string;
  readonly button: ReactNode;
  readonly groups: readonly MenuGroup[];
  readonly testId?: string;
  readonly itemTestId: (id: string) => string;
}

/** A button that opens a list of actions. Arrow keys move, Escape closes. */
export function Menu({ label, button, groups, testId, itemTestId }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: Event) => {
      if (event.target instanceof Node && root.current?.contains(event.target)) return;
      setOpen(false);
    };
    window.addEventListener('pointerdown', close, true);
    root.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
    return () => window.removeEventListener('pointerdown', close, true);
  }, [open]);
  return (
    <div
      className="menu-root"
      ref={root}
      onKeyDown={event => {
        if (!open) return;
        if (event.key === 'Escape') {
          setOpen(false);
          event.preventDefault();
        } else if (moveFocus(event.currentTarget, event.key)) {
          event.preventDefault();
        }
      }}
    >
      <button
        type="button"
        className="icon-button menu-button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={label}
        data-testid={testId}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div className="menu" role="menu" aria-label={label}>
          {groups.map((group, i) => (
            <MenuGroupView key={i} group={group} close={() => setOpen(false)} itemTestId={itemTestId} />
          ))}
        </div>
      )}
    </div>
  );
}

interface GroupProps {
  readonly group: MenuGroup;
  close(): void;
  readonly itemTestId: (id: string) => string;
}

function MenuGroupView({ group, close, itemTestId }: GroupProps) {
  return (
    <div className="menu-group" role="group" aria-label={group.title}>
      {group.title !== undefined && <div className="menu-title">{group.title}</div>}
      {group.items.map(item => (
        <button
          type="button"
          key={item.id}
          className="menu-item"
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={item.checked}
          tabIndex={-1}
          disabled={item.enabled?.() === false}
          data-testid={itemTestId(item.id)}
          onClick={() => {
            close();
            item.run();
          }}
        >
          <span className="menu-check">{item.checked === true ? '✓' : ''}</span>
          <span className="grow ellipsis">{item.label}</span>
          {item.hint !== undefined && <kbd className="menu-hint">{item.hint}</kbd>}
        </button>
      ))}
    </div>
  );
}

function moveFocus(root: HTMLElement, key: string): boolean {
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return false;
  const items = [...root.querySelectorAll<HTMLButtonElement>('[role^=menuitem]:not(:disabled)')];
  const at = items.findIndex(item => item === document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
  return true;
}
