import { useModelState } from '../../model/use-model.ts';

/** What the engine finds wrong with an option; empty when nothing is. */
export function useOptionFault(instance: string, option: string): string {
  return useModelState('problems', state => {
    const about = state.byInstance
      .get(instance)
      ?.find(({ place }) => place.kind === 'instance' && place.option === option);
    return about?.message ?? '';
  });
}
