import { Plus } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';
import { messageOf } from '../../../shared/error/coded-error.ts';
import { t } from '../../messages/translate.ts';
import { addChannels, connect } from '../../model/graph-edits.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { testId } from '../../ui/test-ids.ts';
import { useFlow, useFlowState } from './use-flow.ts';
import { useSuggestions } from './use-suggestions.ts';

interface AddChannelProps {
  readonly decl: InstanceDecl;
  /** The node has no row yet: say more about what to type. */
  readonly first: boolean;
}

/** The last row of a node: type a channel in the backend's own syntax, or take one that is offered. */
export const AddChannel = memo(function AddChannel({ decl, first }: AddChannelProps) {
  const field = useRef<HTMLInputElement>(null);
  const example = useExample(decl.backend);
  const { text, open, fault, marked, offers, pending, ...entry } = useEntry(decl);
  useEffect(() => {
    if (pending) field.current?.focus();
  }, [pending]);
  const asked = first && example ? t('channel.example', { example }) : t('channel.add');
  return (
    <div className="add-channel nodrag nopan">
      <Plus size={12} aria-hidden />
      <input
        ref={field}
        className="add-channel-input mono"
        aria-label={t('channel.add')}
        placeholder={pending ? t('channel.target') : asked}
        data-testid={testId.addChannel(decl.name)}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onFocus={entry.show}
        onClick={entry.show}
        onBlur={entry.close}
        onChange={event => entry.type(event.currentTarget.value)}
        onKeyDown={event => {
          // Letters are typed here; chords such as Ctrl+S are the window's.
          if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
          if (event.key === 'Escape') event.currentTarget.blur();
          else if (!entry.press(event.key)) return;
          event.preventDefault();
        }}
      />
      {open && (fault !== '' || offers.length > 0) && (
        <div className="offers nowheel">
          {fault !== '' && <p className="offers-fault">{fault}</p>}
          {offers.map((offer, i) => (
            <Offer
              key={offer.name}
              offer={offer}
              marked={i === marked}
              onTake={() => void entry.take(offer.name)}
            />
          ))}
        </div>
      )}
    </div>
  );
});

/** What is typed, what is offered for it, and what keys do with both. */
function useEntry(decl: InstanceDecl) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [fault, setFault] = useState('');
  const [marked, setMarked] = useState(-1);
  const offers = useSuggestions(decl, text, open);
  const flow = useFlow();
  const pending = useFlowState(state => (state.pending?.instance === decl.name ? state.pending : undefined));
  const submit = useSubmit(decl);

  const show = () => setOpen(true);
  const close = () => {
    setOpen(false);
    setMarked(-1);
    setFault('');
    if (pending) flow.store.setState({ pending: undefined });
  };
  const type = (typed: string) => {
    setOpen(true);
    setText(typed);
    setFault('');
    setMarked(-1);
  };
  const take = async (spec: string) => {
    const reason = await submit(spec.trim());
    setFault(reason);
    if (reason !== '') return;
    setText('');
    // The list would lie over the rows that one wants to wire now.
    setOpen(false);
    setMarked(-1);
  };
  /** False when the key means nothing here. */
  const press = (key: string): boolean => {
    if (key === 'ArrowDown' && !open) setOpen(true);
    else if (key === 'ArrowDown') setMarked(Math.min(marked + 1, offers.length - 1));
    else if (key === 'ArrowUp') setMarked(Math.max(marked - 1, -1));
    else if (key === 'Enter') void take(offers[marked]?.name ?? text);
    else return false;
    return true;
  };
  return { text, open, fault, marked, offers, pending, show, close, type, take, press };
}

interface OfferProps {
  readonly offer: ChannelInfo;
  readonly marked: boolean;
  onTake(): void;
}

function Offer({ offer, marked, onTake }: OfferProps) {
  const direction = offer.source === offer.target ? '↔' : offer.source ? '→' : '←';
  return (
    <button
      type="button"
      className={`offer ${marked ? 'marked' : ''}`}
      tabIndex={-1}
      onPointerDown={event => event.preventDefault()}
      onClick={onTake}
    >
      <span className="mono ellipsis">{offer.name}</span>
      <span className="grow ellipsis faint">{offer.label === offer.name ? '' : offer.label}</span>
      <span className="faint" aria-hidden>
        {direction}
      </span>
    </button>
  );
}

function useExample(backend: string): string | undefined {
  return useModelState('devices', state => state.manifests.get(backend)?.channels.examples[0]?.channel);
}

/** Adds the row, and the waiting wire with it. Answers the reason why not, or an empty text. */
function useSubmit(decl: InstanceDecl): (spec: string) => Promise<string> {
  const model = useModel();
  const flow = useFlow();
  return async spec => {
    if (spec === '') return '';
    const known = model.devices.getState().manifests.has(decl.backend);
    const reason = known
      ? await model.link.call('devices.resolve', { instance: decl.name, spec }).then(() => '', messageOf)
      : '';
    if (reason !== '') return reason;
    const { pending } = flow.store.getState();
    if (pending?.instance !== decl.name) {
      await model.edit(t('edit.addChannel', { channel: `${decl.name}.${spec}` }), addChannels(decl, [spec]));
      return '';
    }
    const own = `${decl.name}.${spec}`;
    const [from, to] = pending.side === 'from' ? [pending.ref, own] : [own, pending.ref];
    flow.store.setState({ pending: undefined });
    await model.edit(t('edit.connect', { from, to }), connect(model.patch.getState().document, from, to));
    return '';
  };
}
