import type { ReactNode } from 'react';
import type { DirectoryScope } from '../../../shared/contract/calls/directory.ts';
import type { OptionSpec } from '../../../shared/plugin/option.ts';
import type { SourceConfig } from '../../../shared/plugin/source.ts';
import { t } from '../../messages/translate.ts';
import { askFile } from '../../model/dialogs-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { OptionControl } from '../../ui/option-control.tsx';
import { testId } from '../../ui/test-ids.ts';
import { BindFields } from './bind-fields.tsx';
import {
  besidePatch,
  optionOf,
  readColumns,
  sheetName,
  withOption,
  withTemplate,
  writeColumns,
} from './source-draft.ts';
import { TextField } from './text-field.tsx';

interface SourceFieldsProps {
  readonly config: SourceConfig;
  change(config: SourceConfig): void;
  readonly scope: DirectoryScope;
  /** Absent when the source is there already: it stays where it is. */
  readonly onScope: ((scope: DirectoryScope) => void) | undefined;
}

/** The form of a source: its back-end's options, what it names, and how its columns are read. */
export function SourceFields({ config, change, scope, onScope }: SourceFieldsProps) {
  const backend = useModelState('directory', state =>
    state.backends.find(one => one.name === config.backend),
  );
  const options = backend?.options ?? [];
  const set = (name: string, value: Parameters<typeof withOption>[2]) =>
    change(withOption(config, name, value));
  const fields = (advanced: boolean) =>
    options
      .filter(one => (one.advanced === true) === advanced)
      .map(spec => <SourceOption key={spec.name} spec={spec} config={config} change={change} />);
  return (
    <>
      <TextField
        label={t('source.name')}
        help={t('source.nameHelp')}
        name="name"
        value={config.name}
        onChange={name => set('name', name)}
      />
      {fields(false)}
      {backend?.binds === true && <BindFields config={config} change={change} />}
      {onScope && <ScopeField scope={scope} onScope={onScope} />}
      <details className="setup-more">
        <summary>{t('inspector.more')}</summary>
        <div className="setup-fields">
          {fields(true)}
          <ColumnFields config={config} change={change} />
        </div>
      </details>
    </>
  );
}

interface SourceOptionProps extends Pick<SourceFieldsProps, 'config' | 'change'> {
  readonly spec: OptionSpec;
}

function SourceOption({ spec, config, change }: SourceOptionProps) {
  return (
    <Field label={spec.label} help={spec.help} inline={spec.kind === 'boolean' && spec.repeat !== true}>
      {({ id, describedBy }) => (
        <Browsable spec={spec} config={config} change={change}>
          <OptionControl
            spec={spec}
            unset={t('inspector.unset')}
            saved={optionOf(config, spec.name)}
            set={value => change(withFile(config, spec, withOption(config, spec.name, value as never)))}
            attributes={{ id, 'aria-describedby': describedBy, 'data-testid': testId.field(spec.name) }}
          />
        </Browsable>
      )}
    </Field>
  );
}

const EXTENSIONS = ['csv', 'tsv', 'txt', 'json'];

/** A field for a file or folder has a button that lets one choose it. */
function Browsable({ spec, config, change, children }: SourceOptionProps & { readonly children: ReactNode }) {
  const model = useModel();
  if (spec.kind !== 'file' && spec.kind !== 'folder') return children;
  const choose = async () => {
    const before = config[spec.name];
    const suggested = typeof before === 'string' ? before : (model.patch.getState().path ?? '');
    const path = await askFile(model.dialogs, 'open', suggested, {
      title: spec.label,
      extensions: EXTENSIONS,
      ...(spec.kind === 'folder' ? { folder: t('source.takeFolder') } : {}),
    });
    if (path === undefined) return;
    const written = besidePatch(path, model.patch.getState().path);
    change(withFile(config, spec, withOption(config, spec.name, written)));
  };
  return (
    <div className="with-browse">
      {children}
      <Button onClick={() => void choose()}>{t('source.browse')}</Button>
    </div>
  );
}

/** A source that nobody named yet is called as its file. */
function withFile(before: SourceConfig, spec: OptionSpec, after: SourceConfig): SourceConfig {
  const path = after[spec.name];
  if (spec.kind !== 'file' || typeof path !== 'string' || before[spec.name] !== undefined) return after;
  const name = sheetName(path);
  return name === '' ? after : { ...after, name };
}

function ColumnFields({ config, change }: Pick<SourceFieldsProps, 'config' | 'change'>) {
  return (
    <>
      <TextField
        label={t('source.template')}
        help={t('source.templateHelp')}
        name="template"
        value={String(config.format_columns?.['reverse'] ?? '')}
        onChange={text => change(withTemplate(config, text))}
      />
      <TextField
        label={t('source.searched')}
        help={t('source.searchedHelp')}
        name="searched"
        value={writeColumns(config.searched_columns)}
        onChange={text => change(withOption(config, 'searched_columns', readColumns(text)))}
      />
      <TextField
        label={t('source.unique')}
        help={t('source.uniqueHelp')}
        name="unique"
        value={config.unique_column ?? ''}
        onChange={text => change(withOption(config, 'unique_column', text.trim() || undefined))}
      />
    </>
  );
}

function ScopeField({
  scope,
  onScope,
}: {
  readonly scope: DirectoryScope;
  onScope(scope: DirectoryScope): void;
}) {
  return (
    <Field label={t('source.where')}>
      {({ id }) => (
        <select
          id={id}
          className="input"
          value={scope}
          data-testid={testId.field('scope')}
          onChange={event => onScope(event.currentTarget.value === 'app' ? 'app' : 'patch')}
        >
          <option value="patch">{t('source.inPatch')}</option>
          <option value="app">{t('source.inApp')}</option>
        </select>
      )}
    </Field>
  );
}
