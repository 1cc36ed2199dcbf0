import type { ScriptRequests } from '../../shared/script/requests.ts';
import type { Link } from '../link/link.ts';

/** Ask a script instance. */
export async function askScript<K extends keyof ScriptRequests>(
  link: Link,
  instance: string,
  request: K,
  params: ScriptRequests[K]['params'],
): Promise<ScriptRequests[K]['result']> {
  return (await link.call('devices.request', { instance, request, params })) as ScriptRequests[K]['result'];
}
