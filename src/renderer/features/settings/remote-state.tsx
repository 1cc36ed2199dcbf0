import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { t } from '../../messages/translate.ts';
import { reachableAt } from '../../model/remote-access.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

interface RemoteStateProps {
  readonly view: PluginInfo;
  readonly machine: readonly string[];
  readonly busy: boolean;
}

/** How a view is now: where it is reached, why it is not, or that it is off. */
export function RemoteState({ view, machine, busy }: RemoteStateProps) {
  const { name, state, address } = view;
  const at = state === 'loaded' && address !== undefined ? reachableAt(address, machine) : [];
  return (
    <div className="remote-state" data-state={state} data-testid={`remote-state:${name}`} role="status">
      <span className="remote-dot" aria-hidden="true" />
      {at.length === 0 || busy ? (
        <span className="grow">{busy ? t('remote.busy') : wordsOf(view)}</span>
      ) : (
        <div className="grow remote-addresses">
          <span className="muted">{t('remote.reachable')}</span>
          {at.map(one => (
            <span key={one} className="remote-address">
              <code data-testid={`remote-address:${name}`}>{one}</code>
              <CopyButton
                label={t('remote.copy', { what: one })}
                done={t('remote.copied')}
                text={() => one}
              />
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

function wordsOf({ state, reason }: PluginInfo): string {
  if (state === 'failed') return reason;
  return t(state === 'loaded' ? 'remote.running' : 'remote.off');
}
