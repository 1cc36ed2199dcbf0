import { Copy, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DirectoryScope } from '../../../shared/contract/calls/directory.ts';
import { t } from '../../messages/translate.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { NameInput } from './name-input.tsx';

interface EditorHeadProps {
  readonly name: string;
  readonly scope: DirectoryScope | 'built-in';
  /** Why it cannot be removed; empty when it can. */
  readonly kept: string;
  /** Answers what is wrong; empty when it was kept. */
  onName(name: string): Promise<string>;
  onScope(scope: DirectoryScope): void;
  onDuplicate(): void;
  onRemove(): void;
  readonly children?: ReactNode;
}

/** Name, place and fate of a profile or a display. What comes with the program can only be duplicated. */
export function EditorHead(props: EditorHeadProps) {
  const { name, scope, kept, onScope, children } = props;
  const fixed = scope === 'built-in';
  return (
    <header className="editor-head">
      <NameInput
        label={t('desk.name')}
        value={name}
        testId="desk-name"
        className="title-input"
        disabled={fixed}
        onKeep={props.onName}
      />
      {children}
      {!fixed && (
        <label className="head-field">
          <span>{t('desk.scope')}</span>
          <select
            className="input"
            data-testid="desk-scope"
            value={scope}
            onChange={event => onScope(event.currentTarget.value === 'app' ? 'app' : 'patch')}
          >
            <option value="patch">{t('desk.inPatch')}</option>
            <option value="app">{t('desk.inApp')}</option>
          </select>
        </label>
      )}
      <span className="head-buttons">
        <Button data-testid="desk-duplicate" onClick={props.onDuplicate}>
          <Copy size={13} /> {t('desk.duplicate')}
        </Button>
        {!fixed && (
          <IconButton
            label={kept === '' ? t('desk.remove') : kept}
            disabled={kept !== ''}
            data-testid="desk-remove"
            onClick={props.onRemove}
          >
            <Trash2 size={15} />
          </IconButton>
        )}
      </span>
    </header>
  );
}
