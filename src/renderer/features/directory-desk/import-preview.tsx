import { count, t } from '../../messages/translate.ts';
import { type CsvPreview, type Encoding, ENCODINGS } from '../../model/contacts-csv.ts';
import { Field } from '../../ui/field.tsx';
import type { ChosenFile } from './chosen-file.ts';

interface ImportPreviewProps {
  readonly file: ChosenFile;
  /** Undefined when the file is not written in the chosen encoding. */
  readonly preview: CsvPreview | undefined;
  onEncoding(encoding: Encoding): void;
}

/** How the file is read, and its first lines read so: wrong accents are seen before anything is kept. */
export function ImportPreview({ file, preview, onEncoding }: ImportPreviewProps) {
  return (
    <div className="import-preview">
      <Field
        label={t('import.encoding')}
        help={file.guessed ? t('import.guessed') : ''}
        error={preview === undefined ? t('import.notUtf8') : ''}
      >
        {({ id, describedBy }) => (
          <select
            id={id}
            aria-describedby={describedBy}
            className="input"
            data-testid="import-encoding"
            value={file.encoding}
            onChange={event =>
              onEncoding(ENCODINGS.find(one => one === event.currentTarget.value) ?? 'utf-8')
            }
          >
            {ENCODINGS.map(one => (
              <option key={one} value={one}>
                {t(`import.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {preview && (
        <>
          <p className={preview.lines === 0 ? 'field-error' : 'muted'}>
            {preview.lines === 0
              ? t('import.empty')
              : t('import.lines', { n: count(preview.lines), columns: preview.columns.join(', ') })}
          </p>
          {preview.lines > 0 && <PreviewTable preview={preview} />}
        </>
      )}
    </div>
  );
}

function PreviewTable({ preview }: { readonly preview: CsvPreview }) {
  const width = Math.max(preview.columns.length, ...preview.rows.map(cells => cells.length));
  return (
    <div className="preview-box">
      <table className="preview-table" aria-label={t('import.preview')} data-testid="import-preview">
        <thead>
          <tr>
            {Array.from({ length: width }, (_, i) => (
              <th key={i}>{preview.columns[i]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((cells, i) => (
            <tr
              key={i}
              className={cells.length === preview.columns.length ? '' : 'bad'}
              title={cells.length === preview.columns.length ? '' : t('import.badLine')}
            >
              {Array.from({ length: width }, (_, j) => (
                <td key={j}>{cells[j]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
