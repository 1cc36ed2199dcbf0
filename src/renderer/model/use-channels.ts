import { useEffect, useMemo } from 'react';
import type { InstanceDecl } from '../../shared/patch/document.ts';
import { channelNames, type Resolved } from './channel-resolver.ts';
import { useModel, useModelState } from './use-model.ts';
import { useStore } from 'zustand';

/** What the backend says of a spec; undefined until it has answered. */
export function useResolved(decl: InstanceDecl, spec: string): Resolved | undefined {
  const { resolver } = useModel();
  const key = resolver.key(decl, spec);
  useEffect(() => resolver.ask(decl, spec), [resolver, decl, spec, key]);
  return useStore(resolver.store, state => state.known.get(key));
}

/** Places in value frames of the channels behind a spec; -1 for one that does not run. */
export function useIndexes(decl: InstanceDecl, spec: string): readonly number[] {
  const resolved = useResolved(decl, spec);
  const indexOf = useModelState('devices', state => state.indexOf);
  return useMemo(
    () => channelNames(spec, resolved).map(name => indexOf.get(`${decl.name}.${name}`) ?? -1),
    [decl.name, spec, resolved, indexOf],
  );
}
