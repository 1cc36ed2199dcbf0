import './options-form.css';
import { type ReactNode, useState } from 'react';
import type { JsonValue } from '../../shared/patch/document.ts';
import type { OptionValue } from '../../shared/patch/options.ts';
import type { OptionSpec } from '../../shared/plugin/option.ts';
import { Button } from './button.tsx';
import { type Config, type ConfigDraft, draftConfig, NO_DRAFT, restOf, shownValue } from './config-draft.ts';
import { Field } from './field.tsx';
import { OptionControl } from './option-control.tsx';
import { testId } from './test-ids.ts';

export interface FormWords {
  readonly save: string;
  readonly saved: string;
  readonly reset: string;
  readonly resetHint: string;
  readonly unset: string;
  readonly more: string;
  readonly json: string;
  readonly jsonHelp: string;
  badJson(reason: string): string;
  readonly fixed: string;
  readonly secretSet: string;
  readonly forget: string;
  readonly browse: string;
  readonly nothing: string;
}

interface OptionsFormProps {
  readonly words: FormWords;
  readonly specs: readonly OptionSpec[];
  /** As it is saved. */
  readonly config: Config;
  /** Names of secrets that are set. */
  readonly secrets: readonly string[];
  /** Values that cannot be changed here. */
  readonly fixed: Config;
  /** There may be more than the options say. */
  readonly free: boolean;
  readonly busy: boolean;
  /** Answers what is wrong with it; empty when it was saved. */
  onSave(config: Config): Promise<string>;
  onReset(): void;
  /** Lets the user choose the folder of an option. */
  onBrowse?(spec: OptionSpec): Promise<string | undefined>;
}

/** The form of a configuration: a field for each option, JSON for the rest, Save and Reset. */
export function OptionsForm(props: OptionsFormProps) {
  const { words, specs, config, free, busy, onSave, onReset } = props;
  const [draft, setDraft] = useState<ConfigDraft>(NO_DRAFT);
  const [fault, setFault] = useState('');
  const [saved, setSaved] = useState(false);
  const change: DraftProps['change'] = edit => {
    setSaved(false);
    setDraft(edit);
  };
  const save = async () => {
    const next = readDraft(words, specs, config, draft);
    const wrong = typeof next === 'string' ? next : await onSave(next);
    setFault(wrong);
    setSaved(wrong === '');
    if (wrong === '') setDraft(NO_DRAFT);
  };
  const rest = restOf(specs, config);
  const withJson = free || Object.keys(rest).length > 0;
  return (
    <form
      className="options-form"
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <OptionFields {...props} draft={draft} change={change} />
      {withJson && <JsonField words={words} rest={rest} draft={draft} change={change} />}
      {specs.length === 0 && !withJson && <p className="faint">{words.nothing}</p>}
      {fault !== '' && (
        <p className="field-error" role="alert" data-testid="form-fault">
          {fault}
        </p>
      )}
      <div className="options-form-actions">
        <span className="faint grow" role="status">
          {saved ? words.saved : ''}
        </span>
        <Button
          tone="quiet"
          title={words.resetHint}
          disabled={busy}
          data-testid="form-reset"
          onClick={() => {
            change(() => NO_DRAFT);
            setFault('');
            onReset();
          }}
        >
          {words.reset}
        </Button>
        <Button tone="main" type="submit" disabled={busy} data-testid="form-save">
          {words.save}
        </Button>
      </div>
    </form>
  );
}

function readDraft(words: FormWords, specs: readonly OptionSpec[], config: Config, draft: ConfigDraft) {
  try {
    return draftConfig(specs, config, draft);
  } catch (thrown) {
    return words.badJson(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

type FieldsProps = Omit<OptionsFormProps, 'onSave' | 'onReset' | 'free' | 'busy'> & DraftProps;

interface DraftProps {
  readonly draft: ConfigDraft;
  /** Text fields apply a little later: an edit is made of the draft as it is then. */
  change(edit: (draft: ConfigDraft) => ConfigDraft): void;
}

/** The fields of a form; what is advanced is folded away. */
export function OptionFields(props: FieldsProps) {
  const { specs, words } = props;
  const field = (spec: OptionSpec) => <FormField key={spec.name} {...props} spec={spec} />;
  const advanced = specs.filter(one => one.advanced === true);
  return (
    <>
      {specs.filter(one => one.advanced !== true).map(field)}
      {advanced.length > 0 && (
        <details className="options-more">
          <summary>{words.more}</summary>
          <div className="options-form">{advanced.map(field)}</div>
        </details>
      )}
    </>
  );
}

function FormField(props: FieldsProps & { readonly spec: OptionSpec }) {
  const { words, spec, config, secrets, fixed, draft, change, onBrowse } = props;
  const isFixed = Object.hasOwn(fixed, spec.name);
  const changed = Object.hasOwn(draft.values, spec.name);
  const value = changed ? draft.values[spec.name] : shownValue(config, spec.name);
  const kept = spec.kind === 'secret' && secrets.includes(spec.name) && !changed;
  const set = (next: OptionValue | undefined) =>
    change(before => ({ ...before, values: { ...before.values, [spec.name]: next } }));
  const shown = kept ? { ...spec, placeholder: words.secretSet } : spec;
  const unit = spec.unit === undefined || spec.kind === 'boolean' ? '' : ` (${spec.unit})`;
  return (
    <Field
      label={spec.label + unit}
      help={isFixed ? words.fixed : spec.help}
      inline={spec.kind === 'boolean' && spec.repeat !== true}
    >
      {({ id, describedBy }) =>
        isFixed ? (
          <input
            id={id}
            aria-describedby={describedBy}
            className="input"
            disabled
            value={textOf(fixed[spec.name])}
          />
        ) : (
          <WithButton
            label={kept ? words.forget : words.browse}
            run={kept ? () => set(undefined) : browser(spec, value, set, onBrowse)}
          >
            <OptionControl
              spec={shown}
              unset={words.unset}
              saved={value}
              set={set}
              attributes={{ id, 'aria-describedby': describedBy, 'data-testid': testId.field(spec.name) }}
            />
          </WithButton>
        )
      }
    </Field>
  );
}

/** What the button beside a folder does; a repeated option gets one more line. */
function browser(
  spec: OptionSpec,
  value: OptionValue | undefined,
  set: (next: OptionValue) => void,
  onBrowse: OptionsFormProps['onBrowse'],
): (() => void) | undefined {
  if (!onBrowse || spec.kind !== 'folder') return undefined;
  const lines = value === undefined ? [] : [value].flat();
  return () =>
    void onBrowse(spec).then(path => {
      if (path !== undefined) set(spec.repeat === true ? [...lines, path] : path);
    });
}

interface WithButtonProps {
  readonly label: string;
  readonly run: (() => void) | undefined;
  readonly children: ReactNode;
}

function WithButton({ label, run, children }: WithButtonProps) {
  if (!run) return children;
  return (
    <div className="options-with-button">
      {children}
      <Button onClick={run}>{label}</Button>
    </div>
  );
}

interface JsonFieldProps extends DraftProps {
  readonly words: FormWords;
  readonly rest: Config;
}

function JsonField({ words, rest, draft, change }: JsonFieldProps) {
  const saved = Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2);
  return (
    <Field label={words.json} help={words.jsonHelp}>
      {({ id, describedBy }) => (
        <textarea
          id={id}
          aria-describedby={describedBy}
          className="input mono"
          rows={5}
          spellCheck={false}
          placeholder="{ }"
          data-testid="form-json"
          value={draft.json ?? saved}
          onChange={event => {
            const json = event.currentTarget.value;
            change(before => ({ ...before, json }));
          }}
        />
      )}
    </Field>
  );
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
