import type { SourceConfig } from '../../../shared/plugin/source.ts';
import { t } from '../../messages/translate.ts';
import { useModelState } from '../../model/use-model.ts';
import { Field } from '../../ui/field.tsx';
import { testId } from '../../ui/test-ids.ts';
import { withOption } from './source-draft.ts';
import { TextField } from './text-field.tsx';

interface BindFieldsProps {
  readonly config: SourceConfig;
  change(config: SourceConfig): void;
}

/** The device whose channels a source names, and the part of it where a device has parts. */
export function BindFields({ config, change }: BindFieldsProps) {
  const instances = useModelState('patch', state => state.document.instances);
  const { instance, channel } = config.bind ?? {};
  const backend = instances.find(one => one.name === instance)?.backend ?? '';
  const names = new Set([...instances.map(one => one.name), ...(instance === undefined ? [] : [instance])]);
  const set = (next: string, part: string | undefined) =>
    change(
      withOption(
        config,
        'bind',
        next === '' ? undefined : { instance: next, ...(part ? { channel: part } : {}) },
      ),
    );
  return (
    <>
      <Field label={t('source.bind')} help={t('source.bindHelp')}>
        {({ id, describedBy }) => (
          <select
            id={id}
            aria-describedby={describedBy}
            className="input"
            data-testid={testId.field('bind-instance')}
            value={instance ?? ''}
            onChange={event => set(event.currentTarget.value, undefined)}
          >
            <option value="">{t('source.unbound')}</option>
            {[...names].map(name => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {instance !== undefined && /midi/.test(backend) && (
        <TextField
          label={t('source.part')}
          help={t('source.partHelp')}
          name="bind-part"
          value={channel ?? ''}
          onChange={part => set(instance, part.trim())}
        />
      )}
    </>
  );
}
