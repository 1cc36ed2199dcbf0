import { Plus, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { t } from '../../messages/translate.ts';
import { type DraftRow, USUAL_COLUMNS, withRow } from '../../model/contacts-draft.ts';
import { Button, IconButton } from '../../ui/button.tsx';

interface DraftRowsProps {
  readonly rows: readonly DraftRow[];
  /** Columns that other contacts have. */
  readonly known: readonly string[];
  onChange(rows: readonly DraftRow[]): void;
}

/** A name and a value for each column; names that others use are offered. */
export function DraftRows({ rows, known, onChange }: DraftRowsProps) {
  const list = useId();
  const [added, setAdded] = useState<number | undefined>(undefined);
  const offered = [...new Set([...known, ...USUAL_COLUMNS])].filter(
    column => !rows.some(row => row.key === column),
  );
  const set = (row: number, part: Partial<DraftRow>) =>
    onChange(rows.map(one => (one.row === row ? { ...one, ...part } : one)));
  const add = () => {
    const next = withRow(rows);
    setAdded(next.at(-1)?.row);
    onChange(next);
  };
  return (
    <div className="draft">
      <datalist id={list}>
        {offered.map(column => (
          <option key={column} value={column} />
        ))}
      </datalist>
      <div className="draft-row draft-head" aria-hidden>
        <span>{t('contacts.column')}</span>
        <span>{t('contacts.value')}</span>
      </div>
      {rows.map((one, at) => (
        <RowFields
          key={one.row}
          row={one}
          list={list}
          focus={one.row === added ? 'key' : at === 0 && added === undefined ? 'value' : undefined}
          onChange={part => set(one.row, part)}
          onRemove={() => onChange(rows.filter(other => other.row !== one.row))}
        />
      ))}
      <Button tone="quiet" className="draft-add" data-testid="draft-add" onClick={add}>
        <Plus size={14} /> {t('contacts.addColumn')}
      </Button>
    </div>
  );
}

interface RowFieldsProps {
  readonly row: DraftRow;
  readonly list: string;
  /** The field that gets the focus when the row comes. */
  readonly focus: 'key' | 'value' | undefined;
  onChange(part: Partial<DraftRow>): void;
  onRemove(): void;
}

function RowFields({ row, list, focus, onChange, onRemove }: RowFieldsProps) {
  const { key, value } = row;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) box.current?.querySelector<HTMLElement>(`.draft-${focus}`)?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the row comes
  }, []);
  return (
    <div className="draft-row" ref={box}>
      <input
        className="input draft-key"
        list={list}
        aria-label={t('contacts.column')}
        data-testid={`draft-key:${row.row}`}
        spellCheck={false}
        autoComplete="off"
        value={key}
        onChange={event => onChange({ key: event.currentTarget.value })}
      />
      <input
        className="input draft-value"
        aria-label={t('contacts.valueOf', { column: key })}
        data-testid={`draft-value:${key}`}
        autoComplete="off"
        value={value}
        onChange={event => onChange({ value: event.currentTarget.value })}
      />
      <IconButton label={t('contacts.removeColumn', { column: key })} onClick={onRemove}>
        <X size={13} />
      </IconButton>
    </div>
  );
}
