import { useState } from 'react';
import type { LiveChannel } from '../../../shared/contract/calls/devices.ts';
import { isScriptLanguage, type ScriptLanguage } from '../../../shared/script/api.ts';
import { t } from '../../messages/translate.ts';
import { createFile } from '../../model/editor-files.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { TEMPLATES } from './templates.ts';

const EXTENSION: Readonly<Record<ScriptLanguage, string>> = { script: '.ts', python: '.py', lua: '.lua' };

/** Asks for the name of a new module and what it begins with. */
export function NewFile({ first }: { readonly first: boolean }) {
  const model = useModel();
  const instance = useModelState('editor', state => state.instance) ?? '';
  const backend = useModelState(
    'patch',
    state => state.document.instances.find(one => one.name === instance)?.backend ?? '',
  );
  const language = isScriptLanguage(backend) ? backend : 'script';
  const wanted = useModelState('devices', state => wantedModule(state.channels, instance));
  const [name, setName] = useState(first ? `${wanted}${EXTENSION[language]}` : '');
  const [template, setTemplate] = useState('wires');
  const fault = nameFault(name);
  const make = () => {
    const end = /\.\w+$/.test(name) ? '' : EXTENSION[language];
    const text = TEMPLATES.find(one => one.id === template)?.text[language];
    void createFile(model, instance, name + end, text);
  };
  return (
    <form
      className="editor-new nokey"
      data-testid="editor-new-file"
      onSubmit={event => {
        event.preventDefault();
        if (fault === undefined) make();
      }}
    >
      <h2>{t(first ? 'editor.first' : 'editor.new')}</h2>
      {first && <p className="muted">{t('editor.firstText')}</p>}
      <label className="field">
        <span className="field-label">{t('editor.fileName')}</span>
        <input
          className={`input mono ${fault === undefined ? '' : 'bad'}`}
          data-testid="new-file-name"
          value={name}
          autoFocus
          onChange={event => setName(event.currentTarget.value)}
        />
      </label>
      {fault !== undefined && <p className="rename-fault">{fault}</p>}
      <div className="editor-templates" role="radiogroup" aria-label={t('editor.template')}>
        {TEMPLATES.map(({ id, title, summary }) => (
          <label key={id} className="editor-template">
            <input type="radio" name="template" checked={id === template} onChange={() => setTemplate(id)} />
            <span>
              <strong>{t(title)}</strong>
              <span className="muted">{t(summary)}</span>
            </span>
          </label>
        ))}
      </div>
      <div className="dialog-actions">
        {!first && (
          <Button onClick={() => model.editor.setState({ newFile: false })}>{t('dialog.cancel')}</Button>
        )}
        <Button type="submit" tone="main" disabled={fault !== undefined} data-testid="new-file-make">
          {t('editor.make')}
        </Button>
      </div>
    </form>
  );
}

/** The module that the first wire asks for: `handlers` of `handlers.fader`. */
function wantedModule(channels: readonly LiveChannel[], instance: string): string {
  const asked = channels.find(one => one.instance === instance && one.target && one.channel.includes('.'));
  return asked?.channel.split('.').slice(0, -1).join('/') ?? 'handlers';
}

function nameFault(name: string): string | undefined {
  const good = /^[\w-]+(\/[\w-]+)*(\.(ts|js|py|lua))?$/.test(name);
  return good ? undefined : t('editor.badName');
}
