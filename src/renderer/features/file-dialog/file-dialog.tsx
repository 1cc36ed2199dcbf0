import './file-dialog.css';
import { CornerLeftUp, File, Folder } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FileEntry, FolderListing } from '../../../shared/contract/calls/host.ts';
import { withPatchEnding } from '../../../shared/patch/file-name.ts';
import { dateAndTime, t } from '../../messages/translate.ts';
import type { FileRequest } from '../../model/dialogs-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { testId } from '../../ui/test-ids.ts';
import { baseName, folderOf, join } from './paths.ts';

const EXTENSIONS = ['crosspatch', 'cfg'];

/** Choose a file of the machine where the engine runs, from a browser. */
export function FileDialog() {
  const request = useModelState('dialogs', state => state.file);
  return request ? <OpenFileDialog key={request.mode + request.suggested} request={request} /> : null;
}

function OpenFileDialog({ request }: { readonly request: FileRequest }) {
  const saving = request.mode === 'save';
  const { wanted } = request;
  const title = wanted?.title ?? t(saving ? 'dialog.save' : 'dialog.open');
  const { listing, show } = useFolder(folderOf(request.suggested), wanted?.extensions ?? EXTENSIONS);
  const [name, setName] = useState(saving ? baseName(request.suggested) : '');
  const close = () => request.answer(undefined);
  const take = () => {
    if (wanted?.folder !== undefined && name.trim() === '') return request.answer(listing?.path);
    if (name.trim() === '') return;
    const path = join(listing?.path ?? '', name.trim());
    request.answer(saving ? withPatchEnding(path) : path);
  };
  return (
    <Dialog label={title} className="file-dialog" testId="file-dialog" onClose={close}>
      <header>
        <h2>{title}</h2>
        <p className="faint mono ellipsis">{listing?.path}</p>
      </header>
      <FileList
        listing={listing}
        chosen={name}
        show={show}
        onChoose={wanted?.folder === undefined ? entry => setName(entry.name) : undefined}
        onTake={wanted?.folder === undefined ? entry => request.answer(entry.path) : undefined}
      />
      <FileName
        name={name}
        setName={setName}
        action={wanted?.folder ?? t(saving ? 'file.save' : 'dialog.openIt')}
        ready={wanted?.folder !== undefined || name.trim() !== ''}
        onTake={take}
        onClose={close}
      />
    </Dialog>
  );
}

interface FileListProps {
  readonly listing: FolderListing | undefined;
  /** Name of the file that is marked. */
  readonly chosen: string;
  show(folder: string | undefined): void;
  /** Absent when only a folder is wanted. */
  readonly onChoose: ((file: FileEntry) => void) | undefined;
  readonly onTake: ((file: FileEntry) => void) | undefined;
}

function FileList({ listing, chosen, show, onChoose, onTake }: FileListProps) {
  return (
    <ul className="file-list" aria-label={t('dialog.files')}>
      {listing?.parent !== undefined && (
        <li>
          <button type="button" className="file-entry" onClick={() => show(listing.parent)}>
            <CornerLeftUp size={15} /> {t('dialog.up')}
          </button>
        </li>
      )}
      {listing?.entries.map(entry => (
        <FileRow
          key={entry.path}
          entry={entry}
          chosen={entry.name === chosen}
          onChoose={() => (entry.folder ? show(entry.path) : onChoose?.(entry))}
          onTake={() => (entry.folder ? show(entry.path) : onTake?.(entry))}
        />
      ))}
      {listing?.entries.length === 0 && <li className="faint file-none">{t('dialog.emptyFolder')}</li>}
    </ul>
  );
}

interface FileNameProps {
  readonly name: string;
  setName(name: string): void;
  /** What the button says. */
  readonly action: string;
  readonly ready: boolean;
  onTake(): void;
  onClose(): void;
}

function FileName({ name, setName, action, ready, onTake, onClose }: FileNameProps) {
  return (
    <form
      className="file-foot"
      onSubmit={event => {
        event.preventDefault();
        onTake();
      }}
    >
      <input
        className="input"
        aria-label={t('dialog.name')}
        placeholder={t('dialog.name')}
        data-testid="file-path"
        spellCheck={false}
        autoFocus
        value={name}
        onFocus={event => event.currentTarget.setSelectionRange(0, name.replace(/\.[^.]*$/, '').length)}
        onChange={event => setName(event.currentTarget.value)}
      />
      <div className="dialog-actions">
        <Button onClick={onClose}>{t('dialog.cancel')}</Button>
        <Button tone="main" type="submit" data-testid="file-confirm" disabled={!ready}>
          {action}
        </Button>
      </div>
    </form>
  );
}

function useFolder(first: string | undefined, extensions: readonly string[]) {
  const model = useModel();
  const [listing, setListing] = useState<FolderListing | undefined>(undefined);
  const list = (path: string | undefined) =>
    model.link.call('files.list', {
      ...(path === undefined ? {} : { path }),
      extensions: [...extensions],
    });
  useEffect(() => {
    // The folder of the open file may be gone or out of bounds: then begin where the engine allows.
    list(first)
      .catch(() => list(undefined))
      .then(setListing, model.complain);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, for the folder it opens with
  }, [model]);
  return { listing, show: (path: string | undefined) => void list(path).then(setListing, model.complain) };
}

interface FileRowProps {
  readonly entry: FileEntry;
  readonly chosen: boolean;
  onChoose(): void;
  onTake(): void;
}

function FileRow({ entry, chosen, onChoose, onTake }: FileRowProps) {
  return (
    <li>
      <button
        type="button"
        className={`file-entry ${chosen ? 'chosen' : ''}`}
        data-testid={testId.file(entry.name)}
        onClick={onChoose}
        onDoubleClick={onTake}
      >
        {entry.folder ? <Folder size={15} /> : <File size={15} />}
        <span className="grow ellipsis">{entry.name}</span>
        {!entry.folder && <span className="faint number">{dateAndTime(entry.modifiedAt)}</span>}
      </button>
    </li>
  );
}
