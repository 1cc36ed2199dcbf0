import './name-card.css';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { parseChannelRef } from '../../../shared/signal/channel-ref.ts';
import { t } from '../../messages/translate.ts';
import { nameChannel } from '../../model/directory-actions.ts';
import { useRefName } from '../../model/names-hooks.ts';
import { useModel } from '../../model/use-model.ts';
import { rowElement } from './row-ref.ts';
import { useFlow, useFlowState } from './use-flow.ts';

/** Where the name of a channel is typed: a field at its row, whatever the row looks like. */
export function NameCard({ box }: { readonly box: RefObject<HTMLDivElement | null> }) {
  const ref = useFlowState(state => state.naming);
  return ref === undefined ? null : <OpenNameCard key={ref} channelRef={ref} box={box} />;
}

interface OpenNameCardProps {
  readonly channelRef: string;
  readonly box: RefObject<HTMLDivElement | null>;
}

function OpenNameCard({ channelRef, box }: OpenNameCardProps) {
  const model = useModel();
  const flow = useFlow();
  const name = useRefName(channelRef);
  const card = useAtRow(channelRef, box);
  const parsed = parseChannelRef(channelRef);
  if (!parsed) return null;
  const close = () => flow.store.setState({ naming: undefined });
  const take = (text: string) => {
    if (flow.store.getState().naming !== channelRef) return;
    close();
    if (text.trim() !== name) void nameChannel(model, parsed.instance, parsed.channel, text.trim());
  };
  return (
    <label className="name-card nokey" ref={card}>
      <span className="faint">{t('names.of', { channel: channelRef })}</span>
      <input
        className="input"
        data-testid="channel-name"
        defaultValue={name}
        placeholder={parsed.channel}
        maxLength={200}
        spellCheck={false}
        autoFocus
        onFocus={event => event.currentTarget.select()}
        onBlur={event => take(event.currentTarget.value)}
        onKeyDown={event => {
          event.stopPropagation();
          if (event.key === 'Enter') take(event.currentTarget.value);
          if (event.key === 'Escape') close();
        }}
      />
      <span className="field-help">{t('names.cardHelp')}</span>
    </label>
  );
}

const WIDTH = 260;
const HEIGHT = 96;

/** Puts an element at the lower left corner of a row; answers the ref that it gets. */
function useAtRow(ref: string, box: RefObject<HTMLDivElement | null>): RefObject<HTMLLabelElement | null> {
  const card = useRef<HTMLLabelElement>(null);
  useLayoutEffect(() => {
    const area = box.current?.getBoundingClientRect();
    const at = rowElement(box.current, ref)?.getBoundingClientRect();
    if (!card.current || !area || !at) return;
    const left = Math.min(at.left - area.left, area.width - WIDTH - 8);
    const top = Math.min(at.bottom - area.top + 4, area.height - HEIGHT - 8);
    card.current.style.translate = `${Math.max(8, left)}px ${Math.max(8, top)}px`;
  }, [ref, box]);
  return card;
}
