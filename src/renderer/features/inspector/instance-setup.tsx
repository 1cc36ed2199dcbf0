import { useEffect, useRef } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { isScriptLanguage } from '../../../shared/script/api.ts';
import { t } from '../../messages/translate.ts';
import { openScript } from '../../model/editor-files.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { FamilyGlyph } from '../../ui/glyph.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { BoundSources } from './bound-sources.tsx';
import { ChannelHelp } from './channel-help.tsx';
import { FreeOptions } from './free-options.tsx';
import { NameField } from './name-field.tsx';
import { OptionField } from './option-field.tsx';
import { ProblemNotes } from './problem-notes.tsx';
import { RowTable } from './row-table.tsx';

/** The form of an instance, made from its backend's options. Changes apply while you type. */
export function InstanceSetup({ decl }: { readonly decl: InstanceDecl }) {
  const manifest = useModelState('devices', state => state.manifests.get(decl.backend));
  const box = useFocusedOption();
  const options = manifest?.options ?? [];
  const [usual, more] = [options.filter(one => one.advanced !== true), options.filter(one => one.advanced)];
  return (
    <div className="setup" ref={box}>
      <header className="setup-head" data-family={manifest?.family ?? 'virtual'}>
        <FamilyGlyph family={manifest?.family ?? 'virtual'} size={16} />
        <div className="grow">
          <strong className="ellipsis">{decl.name}</strong>
          <div className="faint">
            {manifest?.title ?? t('inspector.unknownBackend', { backend: decl.backend })}
          </div>
        </div>
        {isScriptLanguage(decl.backend) && <EditButton name={decl.name} />}
      </header>
      <ProblemNotes instance={decl.name} />
      <InstanceState name={decl.name} />
      <NameField decl={decl} />
      {usual.map(spec => (
        <OptionField key={spec.name} decl={decl} spec={spec} />
      ))}
      {manifest?.freeOptions && <FreeOptions decl={decl} free={manifest.freeOptions} options={options} />}
      {more.length > 0 && (
        <details className="setup-more">
          <summary>{t('inspector.more')}</summary>
          <div className="setup-fields">
            {more.map(spec => (
              <OptionField key={spec.name} decl={decl} spec={spec} />
            ))}
          </div>
        </details>
      )}
      <RowTable decl={decl} />
      <BoundSources instance={decl.name} />
      {manifest && <ChannelHelp manifest={manifest} />}
    </div>
  );
}

/** A problem that points at an option brings its field into focus. */
function useFocusedOption() {
  const box = useRef<HTMLDivElement>(null);
  const option = useModelState('selection', state => state.option);
  const wish = useModelState('selection', state => state.reveal);
  useEffect(() => {
    if (option === undefined) return;
    const field = box.current?.querySelector<HTMLElement>(`[data-option="${CSS.escape(option)}"]`);
    field?.closest('details')?.setAttribute('open', '');
    field?.focus();
  }, [option, wish]);
  return box;
}

function EditButton({ name }: { readonly name: string }) {
  const model = useModel();
  return (
    <Button data-testid="edit-script" onClick={() => void openScript(model, name)}>
      {t('command.editScript')}
    </Button>
  );
}

function InstanceState({ name }: { readonly name: string }) {
  const live = useModelState('devices', state => state.instances.get(name));
  if (!live) return null;
  const { status, received, sent, malformed, dropped } = live;
  return (
    <div className="setup-state">
      <StatusMark status={status.state} label={t(`state.${status.state}`)} />
      <span className="grow">{status.detail === '' ? t(`state.${status.state}`) : status.detail}</span>
      <span className="faint number" title={t('inspector.counters', { received, sent, malformed, dropped })}>
        ▸ {received} ◂ {sent}
      </span>
    </div>
  );
}
