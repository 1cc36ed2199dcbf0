import './remote-card.css';
import { useState } from 'react';
import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { formWords } from '../../messages/form-words.ts';
import { t } from '../../messages/translate.ts';
import {
  browseOption,
  configurePlugin,
  currentPlugin,
  setPluginEnabled,
} from '../../model/plugins-actions.ts';
import { pluginKey } from '../../model/plugins-store.ts';
import { hostOf, isFixed, isOpen, portOf } from '../../model/remote-access.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { OptionFields } from '../../ui/options-form.tsx';
import { AccessToken } from './access-token.tsx';
import { AddressFields } from './address-fields.tsx';
import { asksToken, changedView, isChanged, NOTHING_CHANGED, type RemoteDraft } from './remote-draft.ts';
import { RemoteState } from './remote-state.tsx';
import { Switch } from '../../ui/switch.tsx';

interface RemoteCardProps {
  readonly view: PluginInfo;
  /** Addresses of the engine's machine. */
  readonly machine: readonly string[];
}

/** One way in from outside: whether it is open, to whom, and where it is reached. */
export function RemoteCard({ view, machine }: RemoteCardProps) {
  const card = useRemoteCard(view);
  const { draft, change, fault, busy } = card;
  const host = draft.host ?? hostOf(view);
  const specs = (view.options ?? []).filter(({ name }) => !hidden(name, host));
  const fixed = isFixed(view);
  const withToken = asksToken(view, draft);
  return (
    <section className="remote-card" data-state={view.state} data-testid={`remote:${view.name}`}>
      <header>
        <span className="grow">
          <h3>{view.title}</h3>
          <p className="muted">{aboutOf(view.name)}</p>
        </span>
        <Switch
          aria-label={t('remote.on', { title: view.title })}
          data-testid={`remote-switch:${view.name}`}
          title={fixed ? t('plugins.fixed') : ''}
          disabled={busy || fixed}
          checked={view.state !== 'disabled'}
          set={on => void card.turn(on)}
        />
      </header>
      <form
        className="remote-form"
        onSubmit={event => {
          event.preventDefault();
          void card.apply();
        }}
      >
        {fixed ? (
          <p className="remote-note">{t('remote.fixed', { address: `${hostOf(view)}:${portOf(view)}` })}</p>
        ) : (
          <AddressFields
            view={view}
            machine={machine}
            draft={draft}
            change={edit => change(before => ({ ...before, ...edit }))}
          />
        )}
        <OptionFields
          words={formWords()}
          specs={specs}
          config={view.config ?? {}}
          secrets={view.secrets ?? []}
          fixed={view.fixed ?? {}}
          draft={draft.more}
          change={edit => change(before => ({ ...before, more: edit(before.more) }))}
          onBrowse={spec => browseOption(card.model, spec)}
        />
        {isOpen(host) && (
          <p className="remote-note warn" data-testid={`remote-warning:${view.name}`}>
            {t(withToken ? 'remote.warn.token' : 'remote.warn.open')}
          </p>
        )}
        {fault !== '' && (
          <p className="field-error" role="alert" data-testid={`remote-fault:${view.name}`}>
            {fault}
          </p>
        )}
        {isChanged(view, draft) && (
          <div className="dialog-actions">
            <Button tone="quiet" onClick={card.discard}>
              {t('remote.discard')}
            </Button>
            <Button tone="main" type="submit" disabled={busy} data-testid={`remote-apply:${view.name}`}>
              {t('remote.apply')}
            </Button>
          </div>
        )}
      </form>
      <RemoteState view={view} machine={machine} busy={busy} />
      {withToken && view.state !== 'disabled' && (view.name === 'http' || isOpen(host)) && <AccessToken />}
    </section>
  );
}

/** What is typed, and how it is put to work. */
function useRemoteCard(view: PluginInfo) {
  const model = useModel();
  const busy = useModelState('plugins', state => state.busy.has(pluginKey(view)));
  const [draft, setDraft] = useState<RemoteDraft>(NOTHING_CHANGED);
  const [fault, setFault] = useState('');
  const clear = () => {
    setDraft(NOTHING_CHANGED);
    setFault('');
  };
  const apply = async (): Promise<boolean> => {
    const wrong = await configurePlugin(model, view, changedView(view, draft));
    if (wrong === '') clear();
    else setFault(wrong);
    return wrong === '';
  };
  const turn = async (on: boolean) => {
    // What was typed before the switch is meant too.
    if (on && isChanged(view, draft) && !(await apply())) return;
    const now = currentPlugin(model, view) ?? view;
    if ((now.state !== 'disabled') !== on) await setPluginEnabled(model, now, on);
  };
  return { model, busy, draft, change: setDraft, fault, apply, turn, discard: clear };
}

/** The address has fields of its own; "open" says nothing where others cannot come. */
function hidden(option: string, host: string): boolean {
  return option === 'host' || option === 'port' || (option === 'open' && !isOpen(host));
}

function aboutOf(name: string): string {
  return name === 'http' || name === 'oscquery' || name === 'vt' ? t(`remote.about.${name}`) : '';
}
