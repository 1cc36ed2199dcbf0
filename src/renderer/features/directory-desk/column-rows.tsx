import { X } from 'lucide-react';
import { useId } from 'react';
import type { DisplayColumn } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import { COLUMN_TYPES, writeDefault } from '../../model/display-edits.ts';
import { IconButton } from '../../ui/button.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { MoveButtons } from './move-buttons.tsx';

type Part = 'title' | 'field' | 'type' | 'default';

interface ColumnRowsProps {
  readonly columns: readonly DisplayColumn[];
  /** Fields that entries have, as suggestions. */
  readonly fields: readonly string[];
  readonly fixed: boolean;
  onChange(at: number, part: Part, text: string): void;
  onMove(at: number, by: -1 | 1): void;
  onRemove(at: number): void;
}

const PARTS = [
  ['title', 'displays.columnTitle'],
  ['field', 'displays.field'],
  ['type', 'displays.type'],
  ['default', 'displays.default'],
] as const;

/** A line of fields for each column. */
export function ColumnRows(props: ColumnRowsProps) {
  const { columns, fields, fixed } = props;
  const id = useId();
  const lists: Partial<Record<Part, string>> = { field: `${id}field`, type: `${id}type` };
  return (
    <div className="columns" role="group" aria-label={t('displays.columns')}>
      <Suggestions id={`${id}field`} words={fields} />
      <Suggestions id={`${id}type`} words={COLUMN_TYPES} />
      <div className="column-row column-head" aria-hidden>
        {PARTS.map(([part, label]) => (
          <span key={part}>{t(label)}</span>
        ))}
      </div>
      {columns.map((column, at) => (
        <div key={at} className="column-row" data-testid={`column:${at}`}>
          {PARTS.map(([part, label]) => (
            <PartInput
              key={part}
              label={t('displays.partOf', { part: t(label), n: at + 1 })}
              testId={`column-${part}:${at}`}
              list={lists[part]}
              fixed={fixed}
              value={textOf(column, part)}
              onChange={text => props.onChange(at, part, text)}
            />
          ))}
          {!fixed && (
            <span className="column-buttons">
              <MoveButtons
                name={t('displays.column', { n: at + 1 })}
                canUp={at > 0}
                canDown={at < columns.length - 1}
                onMove={by => props.onMove(at, by)}
              />
              <IconButton
                label={columns.length > 1 ? t('displays.removeColumn', { n: at + 1 }) : t('displays.onlyOne')}
                disabled={columns.length <= 1}
                onClick={() => props.onRemove(at)}
              >
                <X size={13} />
              </IconButton>
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

function textOf(column: DisplayColumn, part: Part): string {
  return part === 'default' ? writeDefault(column.default) : (column[part] ?? '');
}

function Suggestions({ id, words }: { readonly id: string; readonly words: readonly string[] }) {
  return (
    <datalist id={id}>
      {words.map(word => (
        <option key={word} value={word} />
      ))}
    </datalist>
  );
}

interface PartInputProps {
  readonly label: string;
  readonly testId: string;
  readonly list: string | undefined;
  readonly fixed: boolean;
  readonly value: string;
  onChange(text: string): void;
}

function PartInput({ label, testId, list, fixed, value, onChange }: PartInputProps) {
  const { text, change, flush } = useDraft(value, next => {
    if (next !== value) onChange(next);
  });
  return (
    <input
      className="input"
      aria-label={label}
      list={list}
      disabled={fixed}
      spellCheck={false}
      autoComplete="off"
      data-testid={testId}
      value={text}
      onChange={event => change(event.currentTarget.value)}
      onBlur={flush}
    />
  );
}
