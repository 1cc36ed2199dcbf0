import './input-devices.css';
import { useStore } from 'zustand';
import { t } from '../../messages/translate.ts';
import type { InstanceView } from '../../model/graph-view.ts';
import { useModel } from '../../model/use-model.ts';

const NONE: ReadonlySet<string> = new Set();

/** The keys that an instance uses, lit while they are down. */
export function KeyboardLive({ view }: { readonly view: InstanceView }) {
  const { keys } = useModel();
  const used = useStore(keys.store, state => state.used.get(view.decl.name) ?? NONE);
  const down = useStore(keys.store, state => state.down);
  if (used.size === 0) return <p className="input-live faint">{t('keyboard.none')}</p>;
  return (
    <div className="input-live" title={t('keyboard.live')} data-testid="keyboard-live">
      {[...used].map(name => (
        <kbd key={name} className={`key-cap ${down.has(name) ? 'down' : ''}`}>
          {capOf(name)}
        </kbd>
      ))}
    </div>
  );
}

/** As it stands on the key: `ctrl+KeyS` is Ctrl+S. */
function capOf(name: string): string {
  return name
    .split('+')
    .map(part => part.replace(/^(Key|Digit|Arrow)(?=.)/, ''))
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('+');
}
