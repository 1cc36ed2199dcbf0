import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { t } from '../../messages/translate.ts';
import { EVERY_HOST, hostOf, LOCAL_HOST, portOf, type Who, whoOf } from '../../model/remote-access.ts';
import { Field } from '../../ui/field.tsx';
import type { RemoteDraft } from './remote-draft.ts';

interface AddressFieldsProps {
  readonly view: PluginInfo;
  readonly machine: readonly string[];
  readonly draft: RemoteDraft;
  change(address: Pick<RemoteDraft, 'host' | 'port'>): void;
}

const WHO: readonly Who[] = ['local', 'everyone', 'custom'];

/** Who may connect, and at which port. */
export function AddressFields({ view, machine, draft, change }: AddressFieldsProps) {
  const host = draft.host ?? hostOf(view);
  const who = whoOf(host);
  const choose = (next: string) => {
    const usual = next === 'local' ? LOCAL_HOST : EVERY_HOST;
    change({ host: next === 'custom' ? (machine[0] ?? '') : usual });
  };
  return (
    <>
      <div className="remote-pair">
        <Field label={t('remote.who')}>
          {({ id }) => (
            <select
              id={id}
              className="input"
              data-testid={`remote-who:${view.name}`}
              value={who}
              onChange={event => choose(event.currentTarget.value)}
            >
              {WHO.map(one => (
                <option key={one} value={one}>
                  {t(`remote.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('remote.port')}>
          {({ id }) => (
            <input
              id={id}
              className="input number"
              inputMode="numeric"
              autoComplete="off"
              title={t('remote.portHelp')}
              data-testid={`remote-port:${view.name}`}
              value={draft.port ?? portOf(view)}
              onChange={event => change({ port: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      {who === 'custom' && (
        <Field label={t('remote.customLabel')} help={t('remote.customHelp')}>
          {({ id, describedBy }) => (
            <>
              <input
                id={id}
                aria-describedby={describedBy}
                className="input mono"
                autoComplete="off"
                spellCheck={false}
                list={`${id}-machine`}
                data-testid={`remote-host:${view.name}`}
                value={host}
                onChange={event => change({ host: event.currentTarget.value })}
              />
              <datalist id={`${id}-machine`}>
                {machine.map(one => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      )}
    </>
  );
}
