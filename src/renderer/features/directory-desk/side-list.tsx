import './side-list.css';
import { Plus } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { Button } from '../../ui/button.tsx';

export interface SideItem {
  readonly id: string;
  readonly title: string;
  readonly note: string;
}

interface SideListProps {
  readonly label: string;
  readonly items: readonly SideItem[];
  readonly current: string | undefined;
  readonly newLabel: string;
  readonly testId: string;
  onChoose(id: string): void;
  onNew(): void;
}

/** What there is, on the left: arrows walk, the form of the chosen one stands beside it. */
export function SideList({ label, items, current, newLabel, testId, onChoose, onNew }: SideListProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const at = items.findIndex(one => one.id === current) + by;
    const next = items[at];
    if (by === 0 || !next) return;
    event.preventDefault();
    onChoose(next.id);
    list.current?.querySelectorAll<HTMLElement>('[role=option]')[at]?.focus();
  };
  return (
    <aside className="side-list">
      <div ref={list} className="side-items" role="listbox" aria-label={label} onKeyDown={onKey}>
        {items.map(one => (
          <button
            type="button"
            key={one.id}
            role="option"
            aria-selected={one.id === current}
            tabIndex={one.id === current || current === undefined ? 0 : -1}
            className="side-item"
            data-testid={`${testId}:${one.title}`}
            onClick={() => onChoose(one.id)}
          >
            <span className="ellipsis">{one.title}</span>
            <span className="side-note ellipsis">{one.note}</span>
          </button>
        ))}
      </div>
      <Button className="side-new" data-testid={`${testId}-new`} onClick={onNew}>
        <Plus size={14} /> {newLabel}
      </Button>
    </aside>
  );
}
