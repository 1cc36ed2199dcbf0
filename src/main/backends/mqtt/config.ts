import type { ProblemReport } from '../../../shared/error/problem.ts';
import { type Complain, complainInto } from '../../../shared/plugin/option-problem.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { OptionsOf } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';
import { parseTopic, topicName } from './channels.ts';
import { addFormat, type Format, PLAIN } from './codec.ts';
import { TOPIC_OPTION, OPTIONS } from './options.ts';

export type Qos = 0 | 1 | 2;

export interface MqttConfig {
  readonly options: OptionsOf<typeof OPTIONS>;
  /** Address of the broker without user and password; undefined when there is none. */
  readonly url: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly qos: Qos;
  /** By canonical channel name. */
  readonly formats: ReadonlyMap<string, Format>;
  readonly problems: readonly ProblemReport[];
}

const SCHEMES = new Set(['mqtt:', 'mqtts:', 'ws:', 'wss:']);

export function readConfig(instance: string, raw: Options): MqttConfig {
  const { options, free, problems } = readOptions({ instance, backend: 'mqtt' }, OPTIONS, raw, TOPIC_OPTION);
  const all = [...problems];
  const complain = complainInto(all, instance);
  // A required option may still be missing; readOptions has complained then.
  const url = readUrl((options.host as string | undefined) ?? '');
  if (typeof url === 'string') complain('host', url);
  const broker = typeof url === 'object' ? url : undefined;
  return {
    options,
    url: broker && `${broker.protocol}//${broker.host}${broker.pathname}`,
    user: options.user ?? (broker?.username ? decodeURIComponent(broker.username) : undefined),
    password: options.password ?? (broker?.password ? decodeURIComponent(broker.password) : undefined),
    qos: Number(options.qos) as Qos,
    formats: readFormats(free, complain),
    problems: all,
  };
}

function readUrl(host: string): URL | string | undefined {
  if (host === '') return undefined;
  const text = host.trim().replace(/\s+(?=\d+$)/, ':');
  const url = URL.parse(text.includes('://') ? text : `mqtt://${text}`);
  if (!url || url.hostname === '')
    return `is "${host}"; it wants a host or an address such as mqtt://host:1883`;
  if (!SCHEMES.has(url.protocol)) return `begins with ${url.protocol}; mqtt, mqtts, ws and wss are known`;
  return url;
}

function readFormats(
  lines: readonly (readonly [name: string, value: string])[],
  complain: Complain,
): Map<string, Format> {
  const formats = new Map<string, Format>();
  for (const [name, line] of lines) {
    const channel = parseTopic(name);
    if (typeof channel === 'string') {
      complain(name, `is neither an option nor a topic: ${channel}`);
      continue;
    }
    const key = topicName(channel);
    const format = addFormat(formats.get(key) ?? PLAIN, line);
    if (typeof format === 'string') complain(name, format);
    else formats.set(key, format);
  }
  return formats;
}
