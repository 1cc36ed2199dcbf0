import './virtual-list.css';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

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

interface Span {
  readonly top: number;
  readonly height: number;
  readonly atEnd: boolean;
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

/** What part of the list is in view. A list begins at its end, where the newest is. */
function useSpan(box: RefObject<HTMLDivElement | null>): Span {
  const [span, setSpan] = useState<Span>({ top: 0, height: 400, atEnd: true });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const { scrollTop: top, clientHeight: height, scrollHeight } = element;
      setSpan({ top, height, atEnd: top + height >= scrollHeight - 30 });
    };
    const observer = new ResizeObserver(() =>
      setSpan(before => ({ ...before, height: element.clientHeight })),
    );
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [box]);
  return span;
}
