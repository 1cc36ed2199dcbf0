import './data-table.css';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useSpan } from './use-span.ts';

interface DataTableProps<T> {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly T[];
  readonly sorting: { readonly column: string; readonly direction: 'asc' | 'desc' } | undefined;
  onSort(column: string): void;
  keyOf(row: T): string;
  cell(row: T, column: string): string;
  /** Buttons at the end of a row. */
  actions(row: T): ReactNode;
  /** Enter, or a double click. */
  onOpen(row: T): void;
  onDelete(row: T): void;
  rowTestId(row: T): string;
}

const ROW = 30;
/** Rows drawn beyond the edges, so that a fast scroll meets no gap. */
const SPARE = 6;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 };

/** A table that draws only the rows in view. Arrows walk, Enter opens, Delete removes; a click on a head sorts. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, rows } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState(0);
  const span = useSpan(box);
  const at = Math.min(marked, rows.length - 1);
  const first = Math.max(0, Math.floor(span.top / ROW) - SPARE);
  const shown = rows.slice(first, first + Math.ceil(span.height / ROW) + 2 * SPARE);
  const template = { '--columns': columns.length } as Record<string, number>;
  const mark = (next: number) => {
    const place = Math.max(0, Math.min(next, rows.length - 1));
    setMarked(place);
    scrollTo(box.current, place);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const row = rows[at];
    const step = STEPS[event.key];
    if (step !== undefined) mark(at + step);
    else if (event.key === 'Home') mark(0);
    else if (event.key === 'End') mark(rows.length - 1);
    else if (event.key === 'Enter' && row !== undefined) props.onOpen(row);
    else if (event.key === 'Delete' && row !== undefined) props.onDelete(row);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      className="data-table"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
      tabIndex={0}
      style={template}
      onKeyDown={onKey}
    >
      <TableHead {...props} />
      <div role="rowgroup" className="data-rows" style={{ height: rows.length * ROW }}>
        {shown.map((row, i) => (
          <TableRow
            key={props.keyOf(row)}
            {...props}
            row={row}
            id={`${id}-${first + i}`}
            place={first + i}
            marked={first + i === at}
            onMark={() => setMarked(first + i)}
          />
        ))}
      </div>
    </div>
  );
}

/** The head stays above the rows: they scroll below it. */
function scrollTo(box: HTMLElement | null, place: number): void {
  if (!box) return;
  const { scrollTop, clientHeight } = box;
  const room = clientHeight - ROW;
  if (place * ROW < scrollTop) box.scrollTop = place * ROW;
  else if ((place + 1) * ROW > scrollTop + room) box.scrollTop = (place + 1) * ROW - room;
}

function TableHead<T>({ columns, sorting, onSort }: DataTableProps<T>) {
  return (
    <div role="row" aria-rowindex={1} className="data-row data-head">
      {columns.map(column => {
        const direction = sorting?.column === column ? sorting.direction : undefined;
        const spoken = direction === undefined ? 'none' : direction === 'asc' ? 'ascending' : 'descending';
        return (
          <div key={column} role="columnheader" aria-sort={spoken} className="data-cell">
            <button
              type="button"
              className="data-sort"
              data-testid={`sort:${column}`}
              onClick={() => onSort(column)}
            >
              <span className="ellipsis">{column}</span>
              <span aria-hidden>{direction === undefined ? '' : direction === 'asc' ? '▲' : '▼'}</span>
            </button>
          </div>
        );
      })}
      <div role="columnheader" className="data-actions" />
    </div>
  );
}

interface TableRowProps<T> extends DataTableProps<T> {
  readonly row: T;
  readonly id: string;
  readonly place: number;
  readonly marked: boolean;
  onMark(): void;
}

function TableRow<T>({ row, id, place, marked, onMark, ...table }: TableRowProps<T>) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={place + 2}
      aria-selected={marked}
      className={`data-row ${marked ? 'marked' : ''}`}
      style={{ top: place * ROW, height: ROW }}
      data-testid={table.rowTestId(row)}
      onPointerDown={onMark}
      onDoubleClick={() => table.onOpen(row)}
    >
      {table.columns.map(column => {
        const text = table.cell(row, column);
        return (
          <div key={column} role="gridcell" className="data-cell ellipsis" title={text}>
            {text}
          </div>
        );
      })}
      <div role="gridcell" className="data-actions">
        {table.actions(row)}
      </div>
    </div>
  );
}
