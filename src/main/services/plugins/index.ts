import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { neededText } from '../../../shared/directory/request.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import { isObject, type JsonObject } from '../../../shared/patch/json.ts';
import type { ServicePlugin } from '../../../shared/plugin/service.ts';

/** What the service uses of whoever loads plugins. */
export interface PluginsPort {
  infos(): readonly PluginInfo[];
  setEnabled(kind: string, name: string, on: boolean): Promise<void>;
  reload(kind: string, name: string): Promise<void>;
  rescan(): Promise<void>;
  configure(kind: string, name: string, config: JsonObject): Promise<void>;
  resetConfig(kind: string, name: string): Promise<void>;
}

/** The Plugins page: what is loaded, what is not and why; switch on and off, load again, configure. */
export function createPluginsService(plugins: () => PluginsPort): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'plugins', title: 'Plugins' },
    load: () => async request => {
      const kind = () => neededText(request, 'kind');
      const name = () => neededText(request, 'name');
      switch (request.op) {
        case 'list':
          return plugins().infos();
        case 'setEnabled':
          await plugins().setEnabled(kind(), name(), request['on'] === true);
          return { done: true };
        case 'reload':
          await plugins().reload(kind(), name());
          return { done: true };
        case 'configure':
          // The contract has checked that it is JSON; from a third-party plugin it has come as JSON.
          await plugins().configure(kind(), name(), configOf(request['config']));
          return { done: true };
        case 'resetConfig':
          await plugins().resetConfig(kind(), name());
          return { done: true };
        case 'rescan':
          await plugins().rescan();
          return { done: true };
        default:
          throw fail('contract.unknown-call', { name: `plugins.${request.op}` });
      }
    },
  };
}

function configOf(value: unknown): JsonObject {
  if (isObject(value as JsonValue | undefined)) return value as JsonObject;
  throw fail('contract.bad-params', { name: 'plugins.configure', reason: 'config is no object' });
}
