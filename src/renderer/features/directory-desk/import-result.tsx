import { Check } from 'lucide-react';
import type { ImportReport } from '../../../shared/directory/contact-book.ts';
import { t } from '../../messages/translate.ts';
import { importSentence, reasonsOf } from '../../model/contacts-csv.ts';

/** What became of the lines. */
export function ImportResult({ report }: { readonly report: ImportReport }) {
  return (
    <div className="import-result" role="status">
      <p className="import-sentence" data-testid="import-result">
        <Check size={16} /> {importSentence(report)}
      </p>
      <ul>
        {reasonsOf(report).map(({ reason, lines }) => (
          <li key={reason}>
            {t(lines.length === 1 ? 'import.reason' : 'import.reasons', { lines: lines.join(', '), reason })}
          </li>
        ))}
      </ul>
    </div>
  );
}
