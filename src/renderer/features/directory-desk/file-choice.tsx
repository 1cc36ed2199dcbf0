import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { t } from '../../messages/translate.ts';
import { Button } from '../../ui/button.tsx';
import type { ChosenFile } from './chosen-file.ts';

interface FileChoiceProps {
  readonly file: ChosenFile | undefined;
  onChoose(file: File | undefined): void;
}

/** Choose a file by button, or drop it. */
export function FileChoice({ file, onChoose }: FileChoiceProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      className={`import-file ${file ? 'chosen-file' : ''}`}
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault();
        onChoose(event.dataTransfer.files[0]);
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.txt,text/csv"
        data-testid="import-file"
        onChange={event => {
          onChoose(event.currentTarget.files?.[0]);
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = '';
        }}
      />
      {file ? <strong className="grow ellipsis">{file.name}</strong> : <FileUp size={26} />}
      <Button autoFocus tone={file ? 'plain' : 'main'} onClick={() => input.current?.click()}>
        {t(file ? 'import.other' : 'import.choose')}
      </Button>
      {!file && <span className="faint">{t('import.drop')}</span>}
    </div>
  );
}
