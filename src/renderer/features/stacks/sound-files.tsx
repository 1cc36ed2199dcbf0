import { ArrowDown, ArrowUp, FolderOpen, Plus, X } from 'lucide-react';
import { SOUND_EXTENSIONS } from '../../../shared/sound/extensions.ts';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { askFile } from '../../model/dialogs-store.ts';
import type { Model } from '../../model/model.ts';
import { useModel } from '../../model/use-model.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { asWritten, baseName, wholePath } from './sound-paths.ts';
import { filesOf, moveItem } from './stack-items.ts';

/** The sounds of an instance: one, or several that are joined in this order. */
export function SoundFiles({ decl }: { readonly decl: InstanceDecl }) {
  const model = useModel();
  const files = filesOf(decl);
  if (files.length === 0) return <ChooseFirst decl={decl} />;
  return (
    <div className="sound-files">
      <ol aria-label={t('stacks.sounds')} title={files.length > 1 ? t('stacks.joined') : undefined}>
        {files.map((file, at) => (
          <SoundRow key={`${at} ${file}`} decl={decl} files={files} at={at} />
        ))}
      </ol>
      <div className="sound-files-foot">
        <Button tone="quiet" onClick={() => void choose(model, decl, files, files.length)}>
          <Plus size={13} /> {t('stacks.addFile')}
        </Button>
      </div>
    </div>
  );
}

function ChooseFirst({ decl }: { readonly decl: InstanceDecl }) {
  const model = useModel();
  return (
    <div className="choose-first">
      <EmptyNote title={t('stacks.noFile')} text={t('stacks.noFileText')}>
        <Button tone="main" data-testid="choose-sound" onClick={() => void choose(model, decl, [], 0)}>
          {t('stacks.choose')}
        </Button>
      </EmptyNote>
    </div>
  );
}

interface RowProps {
  readonly decl: InstanceDecl;
  readonly files: readonly string[];
  readonly at: number;
}

function SoundRow({ decl, files, at }: RowProps) {
  const model = useModel();
  const file = files[at] ?? '';
  const save = (next: readonly string[]) => void saveFiles(model, decl, next);
  return (
    <li className="sound-file" title={file}>
      <span className="grow ellipsis">{baseName(file)}</span>
      {files.length > 1 && (
        <>
          <IconButton
            label={t('stacks.up')}
            disabled={at === 0}
            onClick={() => save(moveItem(files, at, at - 1))}
          >
            <ArrowUp size={13} />
          </IconButton>
          <IconButton
            label={t('stacks.down')}
            disabled={at === files.length - 1}
            onClick={() => save(moveItem(files, at, at + 1))}
          >
            <ArrowDown size={13} />
          </IconButton>
        </>
      )}
      <IconButton label={t('stacks.replaceFile')} onClick={() => void choose(model, decl, files, at)}>
        <FolderOpen size={13} />
      </IconButton>
      <IconButton label={t('stacks.removeFile')} onClick={() => save(files.filter((_, i) => i !== at))}>
        <X size={13} />
      </IconButton>
    </li>
  );
}

/** Ask for a sound and put it at that place of the list. */
async function choose(model: Model, decl: InstanceDecl, files: readonly string[], at: number): Promise<void> {
  const patch = model.patch.getState().path;
  const near = files[at] ?? files.at(-1);
  const suggested = near === undefined ? (patch ?? '') : wholePath(near, patch);
  const wanted = { title: t('stacks.chooseTitle'), extensions: SOUND_EXTENSIONS };
  const path = await askFile(model.dialogs, 'open', suggested, wanted);
  if (path === undefined) return;
  await saveFiles(model, decl, [...files.slice(0, at), asWritten(path, patch), ...files.slice(at + 1)]);
}

function saveFiles(model: Model, decl: InstanceDecl, files: readonly string[]): Promise<boolean> {
  const [first] = files;
  const value = first === undefined ? {} : { value: files.length === 1 ? first : files };
  const label = t('stacks.fileEdit', { name: decl.name });
  return model.edit(label, [{ op: 'option.set', instance: decl.name, option: 'file', ...value }]);
}
