import './editor.css';
import { Plus } from 'lucide-react';
import type { DirectoryScope } from '../../../shared/contract/calls/directory.ts';
import type { Display } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import { changeColumn, moveColumn, removeColumn, withColumn } from '../../model/display-edits.ts';
import { deskOf, removeDisplay, tellFault } from '../../model/profiles-actions.ts';
import type { DisplayInfo } from '../../model/profiles-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { ColumnRows } from './column-rows.tsx';
import { DisplayPreview } from './display-preview.tsx';
import { EditorHead } from './editor-head.tsx';
import { useSample } from './use-sample.ts';

interface DisplayEditorProps {
  readonly display: DisplayInfo;
  onRenamed(name: string): void;
  onDuplicate(): void;
}

/** The columns of a display, and how entries look in it. */
export function DisplayEditor({ display, onRenamed, onDuplicate }: DisplayEditorProps) {
  const model = useModel();
  const sample = useSample();
  const fixed = display.scope === 'built-in';
  const { displays } = deskOf(model);
  const set = (edit: (display: Display) => Display, scope?: DirectoryScope) =>
    void displays.change(display.name, edit, scope).then(fault => tellFault(model, fault));
  const rename = async (name: string) => {
    const fault = await displays.change(display.name, one => ({ ...one, name }));
    if (fault === '') onRenamed(name);
    return fault;
  };
  return (
    <section className="desk-main editor" aria-label={display.name} data-testid="display-editor">
      <EditorHead
        name={display.name}
        scope={display.scope}
        kept={useUsers(display.name)}
        onName={rename}
        onScope={scope => set(one => one, scope)}
        onDuplicate={onDuplicate}
        onRemove={() => void removeDisplay(model, display)}
      />
      <div className="editor-body">
        <p className="muted editor-text">{t(fixed ? 'displays.builtInText' : 'displays.text')}</p>
        <ColumnRows
          columns={display.columns}
          fields={sample.fields}
          fixed={fixed}
          onChange={(at, part, text) => set(one => changeColumn(one, at, part, text))}
          onMove={(at, by) => set(one => moveColumn(one, at, by))}
          onRemove={at => set(one => removeColumn(one, at))}
        />
        {!fixed && (
          <Button className="column-add" data-testid="column-add" onClick={() => set(withColumn)}>
            <Plus size={14} /> {t('displays.add')}
          </Button>
        )}
        <p className="faint editor-text">{t('displays.help')}</p>
        <DisplayPreview display={display} sample={sample} />
      </div>
    </section>
  );
}

/** Why it must stay: profiles that show it. */
function useUsers(display: string): string {
  const profiles = useModelState('profiles', state => state.profiles);
  const users = profiles.filter(one => one.display === display && one.scope !== 'built-in');
  if (users.length === 0) return '';
  return t('displays.inUse', { profiles: users.map(one => `“${one.name}”`).join(', ') });
}
