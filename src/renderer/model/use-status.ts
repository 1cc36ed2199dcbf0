import type { InstanceState } from '../../shared/plugin/backend.ts';
import { t } from '../messages/translate.ts';
import { useModelState } from './use-model.ts';

/** How an instance is. One whose backend is not installed does not run at all, but keeps its place. */
export function useStatus(
  name: string,
  backend: string,
): { readonly status: InstanceState; readonly detail: string } {
  const known = useModelState(
    'devices',
    state => state.backends.length === 0 || state.manifests.has(backend),
  );
  const status = useModelState('devices', state => state.instances.get(name)?.status.state ?? 'starting');
  const detail = useModelState('devices', state => state.instances.get(name)?.status.detail ?? '');
  if (!known) return { status: 'unavailable', detail: t('inspector.unknownBackend', { backend }) };
  return { status, detail };
}
