import './learn-card.css';
import { Radio, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Detected } from '../../../shared/contract/calls/devices.ts';
import { formatValue } from '../../../shared/signal/value.ts';
import { t } from '../../messages/translate.ts';
import { addChannels } from '../../model/graph-edits.ts';
import type { Model } from '../../model/model.ts';
import { reveal } from '../../model/selection-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button, IconButton } from '../../ui/button.tsx';

const MOST = 8;

/** Listens on every input; what moves is offered as a row. */
export function LearnCard() {
  const learning = useModelState('dialogs', state => state.learning);
  return learning ? <Learning /> : null;
}

function Learning() {
  const model = useModel();
  const found = useDetected(model);
  const listening = useModelState('patch', state => state.document.instances.length > 0);
  const close = () => model.dialogs.setState({ learning: false });
  return (
    <section className="learn-card" aria-label={t('learn.title')} data-testid="learn">
      <header>
        <Radio size={14} className="learn-pulse" />
        <strong className="grow">{t('learn.title')}</strong>
        <IconButton label={t('learn.stop')} onClick={close}>
          <X size={14} />
        </IconButton>
      </header>
      {found.length === 0 && <p className="muted">{t(listening ? 'learn.text' : 'learn.nothing')}</p>}
      <ul>
        {found.map(one => (
          <li key={`${one.instance}.${one.channel}`}>
            <DetectedName instance={one.instance} channel={one.channel} />
            <span className="value number">{formatValue(one.value)}</span>
            <Button tone="main" onClick={() => void learn(model, one)}>
              {t('learn.add')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A control that is not in the patch yet: the directory may know it all the same. */
function DetectedName({ instance, channel }: Pick<Detected, 'instance' | 'channel'>) {
  const { link } = useModel();
  const [name, setName] = useState('');
  useEffect(() => {
    let current = true;
    link.call('directory.nameOf', { instance, channels: [channel] }).then(
      ([found]) => current && setName(found?.name ?? ''),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [link, instance, channel]);
  return (
    <span className="grow ellipsis">
      {name !== '' && <span className="learn-name">{name}</span>}
      <span className={`mono ${name === '' ? '' : 'faint'}`}>
        {instance}.{channel}
      </span>
    </span>
  );
}

/** What moved lately, the newest first. */
function useDetected(model: Model): readonly Detected[] {
  const [found, setFound] = useState<readonly Detected[]>([]);
  useEffect(() => {
    const stop = model.link.on('devices.detected', list =>
      setFound(before => newestFirst([...list].reverse(), before)),
    );
    const listen = (on: boolean) => void model.link.call('devices.detect', { on }).catch(() => undefined);
    listen(true);
    return () => {
      stop();
      listen(false);
    };
  }, [model]);
  const instances = useModelState('patch', state => state.document.instances);
  const has = (one: Detected) =>
    instances.some(decl => decl.name === one.instance && decl.channels.includes(one.channel));
  return found.filter(one => !has(one)).slice(0, MOST);
}

function newestFirst(fresh: readonly Detected[], before: readonly Detected[]): readonly Detected[] {
  const all = [...fresh, ...before];
  return all.filter(
    (one, i) => all.findIndex(two => two.instance === one.instance && two.channel === one.channel) === i,
  );
}

async function learn(model: Model, { instance, channel }: Detected): Promise<void> {
  const decl = model.patch.getState().document.instances.find(one => one.name === instance);
  if (!decl) return;
  const label = t('edit.addChannel', { channel: `${instance}.${channel}` });
  if (await model.edit(label, addChannels(decl, [channel]))) {
    reveal(model.selection, { instances: [instance] });
  }
}
