import { hostname } from 'node:os';
import { isLoopback } from '../../../shared/net/endpoint.ts';
import { listenOptions } from '../../../shared/plugin/listen-options.ts';
import type { OptionsOf, OptionSpec } from '../../../shared/plugin/option.ts';

/** Offered where nobody has chosen a port yet. */
const USUAL_PORT = 9490;

export const OSCQUERY_OPTIONS = [
  ...listenOptions(USUAL_PORT),
  {
    name: 'open',
    label: 'Anyone on this network may read and write',
    help: 'Programs of this computer may always. Others need the access token in a header, which many clients cannot send: for these, switch this on in a network that you trust.',
    kind: 'boolean',
    default: false,
  },
  {
    name: 'osc_port',
    label: 'OSC port',
    help: 'Where OSC packets over UDP are taken. The same number as the port unless given.',
    kind: 'number',
    min: 1,
    max: 65_535,
    step: 1,
    advanced: true,
  },
  {
    name: 'name',
    label: 'Name',
    help: 'What clients call this server.',
    kind: 'text',
    placeholder: 'Crosspatch on this computer',
    advanced: true,
  },
  {
    name: 'announce',
    label: 'Announce on the network',
    help: 'Clients then find it by themselves (mDNS). An address that only this computer can reach is never announced.',
    kind: 'boolean',
    default: true,
    advanced: true,
  },
] as const satisfies readonly OptionSpec[];

export interface OscQueryConfig {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** UDP; undefined takes the number of `port`, or any free one where that is taken. */
  readonly oscPort: number | undefined;
  /** What clients call the server; undefined takes the usual one, see `usualName`. */
  readonly name: string | undefined;
  readonly announce: boolean;
  /** Whoever reaches us may read and write. */
  readonly open: boolean;
  /** What clients of other machines must show unless `open`. */
  readonly token: string;
}

/** Read a configuration that fits the options. Throws when nobody could be let in. */
export function readConfig(raw: Readonly<Record<string, unknown>>): OscQueryConfig {
  const given = raw as Partial<OptionsOf<typeof OSCQUERY_OPTIONS>> & { readonly token?: string };
  const { host = '127.0.0.1', port = 0, osc_port: oscPort, open = false, token = '' } = given;
  if (!isLoopback(host) && !open && token === '')
    throw new Error('there is no access token, and it is not open to everyone');
  const { name = '', announce = true } = given;
  return {
    ...{ host, port, oscPort, open, token },
    name: name === '' ? undefined : name,
    announce: announce && !isLoopback(host),
  };
}

/** Unlike for two servers of one machine, so that both can be announced. */
export function usualName(port: number): string {
  return `Crosspatch on ${hostname()}${port === USUAL_PORT ? '' : ` (${port})`}`;
}
