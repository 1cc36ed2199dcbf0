import { ArrowDown } from 'lucide-react';
import { type MappingDecl, mappingKey } from '../../../shared/patch/document.ts';
import { parseChannelRef } from '../../../shared/signal/channel-ref.ts';
import { t } from '../../messages/translate.ts';
import { removal } from '../../model/graph-edits.ts';
import { channelCount, wireCount } from '../../model/graph-view.ts';
import { useNamelessReason, useRefName } from '../../model/names-hooks.ts';
import { reveal, select } from '../../model/selection-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { testId } from '../../ui/test-ids.ts';

/** A wire: its two ends, and whether it runs. */
export function WireSetup({ wire }: { readonly wire: string }) {
  const mapping = useModelState('patch', state =>
    state.document.mappings.find(one => mappingKey(one) === wire),
  );
  const problem = useModelState('problems', state => state.byWire.get(wire)?.[0]);
  if (!mapping) return null;
  const wires = wireCount(mapping);
  return (
    <div className="setup">
      <header className="setup-head">
        <strong>{wires > 1 ? t('wire.bundle', { n: wires }) : t('wire.title')}</strong>
      </header>
      {problem && (
        <div className={`problem-note ${problem.severity}`}>
          <p>{problem.message}</p>
          {problem.help !== '' && <p className="muted">{problem.help}</p>}
        </div>
      )}
      <div className="wire-ends">
        <WireEnd channel={mapping.from} label={t('wire.from')} />
        <ArrowDown size={16} className="faint" aria-hidden />
        <WireEnd channel={mapping.to} label={t('wire.to')} />
      </div>
      <WireSwitches mapping={mapping} />
    </div>
  );
}

function WireEnd({ channel, label }: { readonly channel: string; readonly label: string }) {
  const model = useModel();
  const instance = parseChannelRef(channel)?.instance;
  const channels = channelCount(channel);
  const name = useRefName(channel);
  const reason = useNamelessReason(instance ?? '');
  return (
    <button
      type="button"
      className="wire-end-button"
      onClick={() => reveal(model.selection, { instances: instance === undefined ? [] : [instance] })}
    >
      <span className="faint">{label}</span>
      {name !== '' && <strong data-testid={testId.name(channel)}>{name}</strong>}
      <span className={`mono ${name === '' ? '' : 'muted'}`}>{channel}</span>
      {name === '' && reason !== '' && (
        <span className="nameless" data-testid="nameless">
          {reason}
        </span>
      )}
      {channels > 1 && <span className="faint">{t('wire.channels', { n: channels })}</span>}
    </button>
  );
}

function WireSwitches({ mapping }: { readonly mapping: MappingDecl }) {
  const model = useModel();
  const { from, to, both, off } = mapping;
  const set = (label: string, change: { both?: boolean; off?: boolean }) =>
    void model.edit(label, [{ op: 'mapping.set', from, to, ...change }]);
  return (
    <>
      <Field label={t('wire.running')} inline>
        {({ id }) => (
          <Switch
            id={id}
            data-testid={testId.field('running')}
            checked={!off}
            set={on =>
              set(t(on ? 'edit.wireOn' : 'edit.wireOff', { what: mappingKey(mapping) }), { off: !on })
            }
          />
        )}
      </Field>
      <Field label={t('wire.both')} help={t('wire.bothHelp')} inline>
        {({ id, describedBy }) => (
          <Switch
            id={id}
            aria-describedby={describedBy}
            data-testid={testId.field('both')}
            checked={both}
            set={on => set(t('edit.both', { what: mappingKey(mapping) }), { both: on })}
          />
        )}
      </Field>
      <div>
        <Button
          tone="danger"
          onClick={() =>
            void model
              .edit(t('edit.disconnect', { what: mappingKey(mapping) }), [removal(mapping)])
              .then(done => {
                if (done) select(model.selection, {});
              })
          }
        >
          {t('wire.remove')}
        </Button>
      </div>
    </>
  );
}
