import type { LiveChannel } from '../../shared/contract/calls/devices.ts';
import type { PatchState } from '../../shared/contract/calls/patch.ts';
import { DIRECTORY_SECTION } from '../../shared/directory/rebind.ts';
import { fail } from '../../shared/error/coded-error.ts';
import type { Dispose } from '../../shared/plugin/common.ts';
import type { EventBus, ServiceCallable } from '../../shared/plugin/service.ts';
import type { Directory } from './directory.ts';
import type { EditPatch } from './settings.ts';

type Services = (name: string) => ServiceCallable | undefined;

/** Keep the directory in step with the open patch and its channels. */
export function followPatch(directory: Directory, bus: EventBus, service: Services): Dispose {
  let stopped = false;
  let seen: unknown = directory;
  const read = async () => {
    const state = await ask<PatchState>(service('patch'), 'get');
    const section = state?.document.sections[DIRECTORY_SECTION];
    if (stopped || section === seen) return;
    seen = section;
    directory.setPatch(section);
  };
  const unsubscribe = bus.subscribe((event, payload) => {
    if (event === 'patch.edited' || event === 'patch.replaced') void read();
    if (event === 'devices.channelsChanged') directory.setChannels(payload as readonly LiveChannel[]);
  });
  void read();
  void ask<readonly LiveChannel[]>(service('devices'), 'channels').then(channels => {
    if (!stopped && channels) directory.setChannels(channels);
  });
  return () => {
    stopped = true;
    unsubscribe();
  };
}

/** Changes of the patch's section as edits of a window, which undo takes back. */
export function patchEditor(service: Services): (client: string) => EditPatch {
  return client => async (label, section) => {
    const patch = service('patch');
    if (!patch) throw fail('directory.service-missing', { service: 'patch' });
    const empty = Object.values(section).every(
      value => typeof value === 'object' && value !== null && Object.keys(value).length === 0,
    );
    const operation = { op: 'section.set', section: DIRECTORY_SECTION, ...(empty ? {} : { value: section }) };
    await patch(
      { op: 'edit', label, operations: [operation] },
      { client, signal: new AbortController().signal },
    );
  };
}

/** Undefined when the service is not there or does not answer: the directory goes on without. */
async function ask<T>(service: ServiceCallable | undefined, op: string): Promise<T | undefined> {
  try {
    return (await service?.({ op }, { client: '', signal: new AbortController().signal })) as T | undefined;
  } catch {
    return undefined;
  }
}
