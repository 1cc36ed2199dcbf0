import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { formatEndpoint } from '../../../shared/net/endpoint.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { listenOptions } from '../../../shared/plugin/listen-options.ts';
import type { OptionSpec } from '../../../shared/plugin/option.ts';
import type { ViewPlugin } from '../../../shared/plugin/service.ts';
import type { VtViewOptions } from './options.ts';
import { openVtView, VT_PORT, type VtView } from './vt-view.ts';

export { openVtView, VT_PORT };
export type { VtView, VtViewOptions };

const OPTIONS: readonly OptionSpec[] = [
  ...listenOptions(VT_PORT),
  {
    name: 'allow',
    label: 'Only sounds in these folders',
    help: 'One folder to a line. Empty: clients may name any sound that you may read.',
    kind: 'folder',
    repeat: true,
  },
];

export interface VtConfig {
  readonly host?: string;
  readonly port?: number;
  /** A relative folder starts at the user's home. */
  readonly allow?: readonly string[];
}

/** The view `vt`: VTServer's protocol in front of the service `stacks`. */
export function createVtView(onListen: (address: string) => void = () => undefined): ViewPlugin {
  let view: VtView | undefined;
  return {
    manifest: {
      kind: 'view',
      name: 'vt',
      title: 'VTServer protocol',
      listens: true,
      requires: ['stacks'],
      options: OPTIONS,
    },
    async load({ services, bus, log, config }) {
      const stacks = services.get('stacks');
      if (!stacks) throw fail('internal.unexpected', { what: 'the service stacks is not there' });
      const { host = '127.0.0.1', port = VT_PORT, allow = [] } = config as VtConfig;
      const folders = allow.map(folder => resolve(homedir(), folder));
      view = await openVtView({ host, port, allow: folders, stacks, bus });
      const address = formatEndpoint(host, view.port);
      log.info(`the VTServer protocol is spoken on ${address}`);
      onListen(address);
    },
    async unload() {
      await view?.close();
      view = undefined;
    },
  };
}
