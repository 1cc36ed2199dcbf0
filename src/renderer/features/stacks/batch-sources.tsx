import { useId, useState } from 'react';
import { SOUND_EXTENSIONS } from '../../../shared/sound/extensions.ts';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { askFile } from '../../model/dialogs-store.ts';
import { useModel } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import type { BatchSource } from './batch-grid.ts';
import { folderOf, wholePath } from './sound-paths.ts';

interface BatchSourcesProps {
  readonly decl: InstanceDecl;
  readonly own: readonly BatchSource[];
  readonly sources: readonly BatchSource[];
  choose(sources: readonly BatchSource[]): void;
}

/** Which sounds a batch works on: the instance's own, or all of a folder. */
export function BatchSources({ decl, own, sources, choose }: BatchSourcesProps) {
  const name = useId();
  const [folder, setFolder] = useState<{ readonly path: string; readonly sources: readonly BatchSource[] }>();
  const [from, setFrom] = useState<'own' | 'folder'>('own');
  const list = useFolderSounds(decl);
  const take = (one: 'own' | 'folder', next: readonly BatchSource[]) => {
    setFrom(one);
    choose(next);
  };
  const ask = async () => {
    const found = await list(folder?.path);
    if (!found) return;
    setFolder(found);
    take('folder', found.sources);
  };
  return (
    <div className="batch-sources" role="radiogroup" aria-label={t('batch.sources')}>
      <label>
        <input type="radio" name={name} checked={from === 'own'} onChange={() => take('own', own)} />{' '}
        {t('batch.own', { name: decl.name })}
      </label>
      <label>
        <input
          type="radio"
          name={name}
          checked={from === 'folder'}
          onChange={() => (folder ? take('folder', folder.sources) : void ask())}
        />{' '}
        {t('batch.folder')}
      </label>
      <Button data-testid="batch-folder" onClick={() => void ask()}>
        {t('batch.chooseFolder')}
      </Button>
      {folder && (
        <span className="faint mono ellipsis grow" title={folder.path}>
          {folder.path}
        </span>
      )}
      {from === 'folder' && <span className="number">{t('batch.files', { n: sources.length })}</span>}
    </div>
  );
}

/** Ask for a folder and answer with its sounds; undefined when the user thought better of it. */
function useFolderSounds(decl: InstanceDecl) {
  const model = useModel();
  return async (near: string | undefined) => {
    const patch = model.patch.getState().path;
    const file = decl.options['file'];
    const first = String((typeof file === 'object' ? file[0] : file) ?? '');
    const start =
      near === undefined ? folderOf(first === '' ? (patch ?? '') : wholePath(first, patch)) : `${near}/`;
    const path = await askFile(model.dialogs, 'open', start, {
      title: t('batch.folderTitle'),
      extensions: SOUND_EXTENSIONS,
      folder: t('batch.useFolder'),
    });
    if (path === undefined) return undefined;
    try {
      const { entries } = await model.link.call('files.list', { path, extensions: [...SOUND_EXTENSIONS] });
      const sounds = entries.filter(entry => !entry.folder);
      return { path, sources: sounds.map(entry => ({ name: entry.name, file: entry.path })) };
    } catch (thrown) {
      model.complain(thrown);
      return undefined;
    }
  };
}
