import { Star } from 'lucide-react';
import type { FoundEntry } from '../../../shared/contract/calls/directory.ts';
import { columnValues } from '../../../shared/directory/display.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import type { Display, DisplayColumn } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import type { Sample } from './use-sample.ts';

interface DisplayPreviewProps {
  readonly display: Display;
  readonly sample: Sample;
}

/** Entries as the display shows them: the same values that a lookup over HTTP answers. */
export function DisplayPreview({ display, sample }: DisplayPreviewProps) {
  return (
    <section className="preview" data-testid="display-preview">
      <h2>
        {t('displays.preview')}{' '}
        {sample.entries.length > 0 && <span className="faint">{t(`displays.previewOf.${sample.from}`)}</span>}
      </h2>
      {sample.entries.length === 0 ? (
        <p className="faint">{t('displays.noPreview')}</p>
      ) : (
        <div className="preview-box">
          <table className="preview-table" aria-label={t('displays.preview')}>
            <thead>
              <tr>
                {display.columns.map((column, at) => (
                  <th key={at}>{column.title || <span className="faint">{t('displays.untitled')}</span>}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sample.entries.map((found, at) => (
                <PreviewRow key={at} found={found} columns={display.columns} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface PreviewRowProps {
  readonly found: FoundEntry;
  readonly columns: readonly DisplayColumn[];
}

function PreviewRow({ found, columns }: PreviewRowProps) {
  const { entry, favorite } = found;
  const id = entry.relations.source_entry_id;
  const stars = new Map(favorite && id !== null ? [[entry.source, new Set([id])]] : []);
  return (
    <tr>
      {columnValues(entry, columns, stars).map((value, at) => (
        <td key={at}>
          <Value value={value} type={columns[at]?.type} />
        </td>
      ))}
    </tr>
  );
}

function Value({ value, type }: { readonly value: JsonValue; readonly type: string | null | undefined }) {
  if (type === 'favorite')
    return (
      <Star
        size={14}
        className={value === true ? 'starred' : 'faint'}
        fill={value === true ? 'currentColor' : 'none'}
      />
    );
  if (value === null) return <span className="faint">–</span>;
  if (typeof value === 'boolean') return value ? '✓' : <span className="faint">–</span>;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
