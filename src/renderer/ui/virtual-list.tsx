import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';

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
}

/** A long list that draws only the rows in view. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, rowHeight, label, className = '', row, keyOf } = props;
  const box = useRef<HTMLDivElement>(null);
  const [span, setSpan] = useState<Span>({ top: 0, height: 400 });
  useSpan(box, setSpan);
  useStick(box, props.stick === true, items);
  const first = Math.max(0, Math.floor(span.top / rowHeight) - 4);
  const last = Math.min(items.length, Math.ceil((span.top + span.height) / rowHeight) + 4);
  return (
    <div ref={box} className={`virtual-list ${className}`} role="list" aria-label={label} tabIndex={0}>
      <div style={{ height: items.length * rowHeight, position: 'relative' }}>
        {items.slice(first, last).map((item, i) => (
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

function useSpan(box: RefObject<HTMLDivElement | null>, setSpan: (span: Span) => void): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setSpan({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [box, setSpan]);
}

/** At the end stay at the end; a user who scrolled up is left in peace. */
function useStick(box: RefObject<HTMLDivElement | null>, stick: boolean, items: unknown): void {
  const atEnd = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const note = () => {
      atEnd.current = element.scrollTop + element.clientHeight >= element.scrollHeight - 30;
    };
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [box]);
  useEffect(() => {
    if (stick && atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [box, stick, items]);
}
