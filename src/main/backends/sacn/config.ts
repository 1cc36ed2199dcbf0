import type { ProblemReport } from '../../../shared/error/problem.ts';
import { type Detect, pickBind } from '../../../shared/dmx/options.ts';
import { type Endpoint, readEndpoint } from '../../../shared/net/endpoint.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { OptionsOf } from '../../../shared/plugin/option.ts';
import { type Complain, complainInto } from '../../../shared/plugin/option-problem.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import { parseCid } from './cid.ts';
import { SACN_PORT } from './codec.ts';
import { GLOBALS, OPTIONS } from './options.ts';

/** One `bind` line. */
export interface Bind {
  readonly host: string;
  readonly port: number;
  /** Other programs on this computer hear our multicast too. */
  readonly local: boolean;
  /** The user wrote it; else only loopback is heard, but anything may be sent. */
  readonly given: boolean;
}

export interface SacnConfig extends OptionsOf<typeof OPTIONS> {
  readonly bind: Bind;
  readonly sourceName: string;
  /** The identifier that the user chose. */
  readonly ownCid: Uint8Array | undefined;
  readonly detect: Detect;
  readonly discover: boolean;
  /** Only data of this source counts. */
  readonly fromCid: Uint8Array | undefined;
  /** Unicast destination; multicast when absent. */
  readonly sendTo: Endpoint | undefined;
  readonly problems: readonly ProblemReport[];
}

/** Read an instance's options and those of the backend. What is wrong falls back and is listed in `problems`. */
export function readConfig(instance: string, raw: Options, rawGlobals: Options): SacnConfig {
  const owner = { instance, backend: 'sacn' };
  const { options, problems } = readOptions(owner, OPTIONS, raw);
  const globals = readOptions(owner, GLOBALS, rawGlobals);
  const all = [...problems, ...globals.problems];
  const complain = complainInto(all, instance);
  return {
    ...options,
    bind: readBind(globals.options.bind, options.interface, complain),
    sourceName: globals.options.name,
    ownCid: readCid('cid', globals.options.cid, complain),
    detect: globals.options.detect as Detect,
    discover: globals.options.discover,
    fromCid: readCid('from', options.from, complain),
    sendTo: readEndpoint('destination', options.destination || undefined, SACN_PORT, complain),
    problems: all,
  };
}

function readCid(option: string, text: string | undefined, complain: Complain): Uint8Array | undefined {
  if (text === undefined || text === '') return undefined;
  const cid = parseCid(text);
  if (!cid) complain(option, 'is neither a UUID nor 16 bytes');
  return cid;
}

const LOOPBACK: Bind = { host: '127.0.0.1', port: SACN_PORT, local: true, given: false };

function readBind(lines: readonly string[], index: number, complain: Complain): Bind {
  if (lines.length === 0 && index === 0) return LOOPBACK;
  const endpoint = pickBind(lines, index, SACN_PORT, complain);
  if (!endpoint) return LOOPBACK;
  const { host, port, words } = endpoint;
  return { host, port, local: words.includes('local'), given: true };
}
