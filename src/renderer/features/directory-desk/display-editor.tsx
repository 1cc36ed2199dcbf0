import './editor.css';
import { Plus } from 'lucide-react';
import type { Display } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import {
  changeColumn,
  moveColumn,
  plainDisplay,
  removeColumn,
  withColumn,
} from '../../model/display-edits.ts';
import { removeDisplay, saveDisplay } from '../../model/profiles-actions.ts';
import type { DisplayInfo } from '../../model/profiles-store.ts';
import { showToast } from '../../model/toast-store.ts';
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
  const plain = plainDisplay(display);
  const fixed = display.scope === 'built-in';
  const set = async (next: Display) => {
    const fault = await saveDisplay(model, next, display);
    if (fault !== '') showToast(model.toasts, 'error', fault);
  };
  const rename = async (name: string) => {
    const fault = await saveDisplay(model, { ...plain, name }, display);
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
        onScope={scope => void saveDisplay(model, plain, display, { scope })}
        onDuplicate={onDuplicate}
        onRemove={() => void removeDisplay(model, display)}
      />
      <div className="editor-body">
        <p className="muted editor-text">{t(fixed ? 'displays.builtInText' : 'displays.text')}</p>
        <ColumnRows
          columns={display.columns}
          fields={sample.fields}
          fixed={fixed}
          onChange={(at, part, text) => void set(changeColumn(plain, at, part, text))}
          onMove={(at, by) => void set(moveColumn(plain, at, by))}
          onRemove={at => void set(removeColumn(plain, at))}
        />
        {!fixed && (
          <Button className="column-add" data-testid="column-add" onClick={() => void set(withColumn(plain))}>
            <Plus size={14} /> {t('displays.add')}
          </Button>
        )}
        <p className="faint editor-text">{t('displays.help')}</p>
        <DisplayPreview display={plain} sample={sample} />
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
