import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { NamelessReason } from '../../shared/contract/calls/directory.ts';
import type { InstanceDecl } from '../../shared/patch/document.ts';
import { parseChannelRef } from '../../shared/signal/channel-ref.ts';
import { t } from '../messages/translate.ts';
import { channelNames } from './channel-resolver.ts';
import { nameOfAll, type NamesModel } from './names-store.ts';
import { useResolved } from './use-channels.ts';
import { useModel, useModelState } from './use-model.ts';

/** The directory's name for the channels of a row; empty when there is none. */
export function useRowName(decl: InstanceDecl, spec: string): string {
  const resolved = useResolved(decl, spec);
  const channels = useMemo(() => channelNames(spec, resolved), [spec, resolved]);
  return useModelState('names', state => nameOfAll(state, decl.name, channels));
}

/** The name of one end of a wire, `instance.spec`; empty when there is none. */
export function useRefName(ref: string): string {
  const { resolver } = useModel();
  const parsed = parseChannelRef(ref);
  const decl = useModelState('graph', state => state.view.get(parsed?.instance ?? '')?.decl);
  const key = decl && parsed ? resolver.key(decl, parsed.channel) : '';
  const resolved = useStore(resolver.store, state => state.known.get(key));
  return useModelState('names', state =>
    parsed ? nameOfAll(state, parsed.instance, channelNames(parsed.channel, resolved)) : '',
  );
}

/** Why the channels of an instance have no names although a source is bound to it; empty when nothing is wrong. */
export function useNamelessReason(instance: string): string {
  return useModelState('names', state => namelessReason(state, instance));
}

/** The same, for who looks only now and then: hundreds of rows shall not be drawn again for the sake of a hint. */
export function namelessReason({ missing }: NamesModel, instance: string): string {
  return (missing.get(instance) ?? []).map(reasonOf).join('\n');
}

/** Most reasons name their source themselves. */
function reasonOf({ source, reason }: NamelessReason): string {
  return reason.includes(source) ? reason : t('names.missing', { source, reason });
}
