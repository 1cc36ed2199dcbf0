import { useState } from 'react';
import { LONGEST_CSV } from '../../../shared/contract/calls/contacts.ts';
import type { ImportReport } from '../../../shared/directory/contact-book.ts';
import { messageOf } from '../../../shared/error/coded-error.ts';
import { count, t } from '../../messages/translate.ts';
import { bookCalls } from '../../model/contacts-calls.ts';
import { decodeCsv, previewCsv } from '../../model/contacts-csv.ts';
import { useModel } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { type ChosenFile, readFile } from './chosen-file.ts';
import { FileChoice } from './file-choice.tsx';
import { ImportPreview } from './import-preview.tsx';
import { ImportResult } from './import-result.tsx';

interface ImportDialogProps {
  readonly book: string;
  readonly title: string;
  onClose(): void;
}

const PREVIEW = 5;

/** Import CSV: a file of the machine where the window is, looked at before anything is kept. */
export function ImportDialog({ book, title, onClose }: ImportDialogProps) {
  const model = useModel();
  const [file, setFile] = useState<ChosenFile | undefined>(undefined);
  const [fault, setFault] = useState('');
  const [report, setReport] = useState<ImportReport | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const text = file && decodeCsv(file.bytes, file.encoding);
  const preview = text === undefined ? undefined : previewCsv(text, PREVIEW);
  const choose = async (given: File | undefined) => {
    if (!given) return;
    setFault(given.size > LONGEST_CSV ? t('import.tooLarge') : '');
    setFile(given.size > LONGEST_CSV ? undefined : await readFile(given));
  };
  const run = async () => {
    setBusy(true);
    try {
      setReport(await bookCalls(model.link, book).importCsv(text ?? ''));
    } catch (thrown) {
      setFault(messageOf(thrown));
    }
    setBusy(false);
  };
  const label = t('import.title', { title });
  return (
    <Dialog label={label} className="import-dialog" testId="import-dialog" onClose={onClose}>
      <header>
        <h2>{label}</h2>
        <p className="faint">{t('import.text')}</p>
      </header>
      {report ? (
        <ImportResult report={report} />
      ) : (
        <>
          <FileChoice file={file} onChoose={given => void choose(given)} />
          {file && (
            <ImportPreview
              file={file}
              preview={preview}
              onEncoding={encoding => {
                setFault('');
                setFile({ ...file, encoding, guessed: false });
              }}
            />
          )}
        </>
      )}
      {fault !== '' && (
        <p className="field-error" role="alert" data-testid="import-fault">
          {fault}
        </p>
      )}
      <div className="dialog-actions">
        {report ? (
          <Button tone="main" data-testid="import-done" onClick={onClose}>
            {t('import.done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('dialog.cancel')}</Button>
            <Button
              tone="main"
              data-testid="import-start"
              disabled={busy || !preview?.lines}
              onClick={() => void run()}
            >
              {busy
                ? t('import.busy')
                : preview?.lines
                  ? t('import.start', { n: count(preview.lines) })
                  : t('import.nothing')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
