import './virtual-list.css';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useSpan } from './use-span.ts';

interface VirtualListProps<T> {
  readonly items: readonly T[];
  /** Height of every row in pixels. */
  readonly rowHeight: number;
  readonly label: string;
  readonly className?: string;
  /** Stay at the newest item while the user has not scrolled away. */
  readonly stick?: boolean;
  row(item: T, index: number): ReactNode;
  keyOf(item: T): string | number;
}

/** Rows drawn beyond the edges, so that a fast scroll meets no gap. */
const SPARE = 4;

/** A long list that draws only the rows in view. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, rowHeight, label, className = '', stick = false, row, keyOf } = props;
  const box = useRef<HTMLDivElement>(null);
  const span = useSpan(box);
  const stuck = stick && span.atEnd;
  useLayoutEffect(() => {
    if (stuck && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [stuck, items]);
  const rows = Math.ceil(span.height / rowHeight) + SPARE;
  const first = Math.max(0, stuck ? items.length - rows : Math.floor(span.top / rowHeight) - SPARE);
  const shown = items.slice(first, first + rows + SPARE);
  return (
    <div ref={box} className={`virtual-list ${className}`} role="list" aria-label={label} tabIndex={0}>
      <div style={{ height: items.length * rowHeight, position: 'relative' }}>
        {shown.map((item, i) => (
          <div
            key={keyOf(item)}
            role="listitem"
            style={{ position: 'absolute', top: (first + i) * rowHeight, height: rowHeight, width: '100%' }}
          >
            {row(item, first + i)}
          </div>
        ))}
      </div>
    </div>
  );
}
