import './splitter.css';
import { useRef } from 'react';

interface SplitterProps {
  readonly label: string;
  /** The side on which the region lies that is being sized. */
  readonly edge: 'left' | 'right' | 'bottom';
  readonly size: number;
  readonly usual: number;
  onSize(size: number): void;
}

/** A border that can be dragged, moved by arrow keys, and reset by a double click. */
export function Splitter({ label, edge, size, usual, onSize }: SplitterProps) {
  const drag = useRef<{ at: number; size: number } | undefined>(undefined);
  const sign = edge === 'left' ? 1 : -1;
  const place = (event: { clientX: number; clientY: number }) =>
    edge === 'bottom' ? event.clientY : event.clientX;
  return (
    <div
      className={`splitter ${edge}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={edge === 'bottom' ? 'horizontal' : 'vertical'}
      aria-valuenow={size}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { at: place(event), size };
      }}
      onPointerMove={event => {
        if (drag.current) onSize(drag.current.size + sign * (place(event) - drag.current.at));
      }}
      onPointerUp={() => (drag.current = undefined)}
      onPointerCancel={() => (drag.current = undefined)}
      onDoubleClick={() => onSize(usual)}
      onKeyDown={event => {
        const step = { ArrowLeft: -10, ArrowUp: -10, ArrowRight: 10, ArrowDown: 10 }[event.key];
        if (step !== undefined) onSize(size + sign * step);
      }}
    />
  );
}
