import type { Options } from '../../../shared/patch/options.ts';
import type { BackendManifest, BackendPlugin, ChannelInfo } from '../../../shared/plugin/backend.ts';
import { channelHelp, describeTopic, parseTopic, topicOf } from './channels.ts';
import { readConfig } from './config.ts';
import { MqttInstance } from './instance.ts';
import { TOPIC_OPTION, OPTIONS } from './options.ts';

const manifest: BackendManifest = {
  kind: 'backend',
  name: 'mqtt',
  title: 'MQTT',
  family: 'network',
  summary: 'Topics of a message broker, MQTT 5 and 3.1.1, with TLS.',
  options: OPTIONS,
  freeOptions: TOPIC_OPTION,
  channels: channelHelp,
  limits: [
    'Numbers are sent with at most six decimals.',
    'A broker that is away or too slow gets the newest value of each topic when it is back; what it misses is counted as dropped.',
    'After a reconnect the last value of every topic that was sent is sent again.',
  ],
};

/** Topics that are remembered for suggestions, for each broker. */
const MOST_SEEN = 2000;

/** MQTT over TCP, TLS and WebSocket. */
export const mqttBackend: BackendPlugin = {
  manifest,
  load() {
    const seen = new Map<string, Set<string>>();
    const topicsAt = (options: Options): Set<string> => {
      const host = String(options['host'] ?? '');
      const topics = seen.get(host) ?? new Set<string>();
      seen.set(host, topics);
      return topics;
    };
    return {
      channel: (instance, channel) => describeTopic(topicOf(instance, channel)),
      suggest: (text, options, limit) => suggestTopics(text, topicsAt(options), options, limit),
      create(args) {
        const topics = topicsAt(args.options);
        return new MqttInstance(args, readConfig(args.name, args.options), topic => {
          if (topics.size < MOST_SEEN) topics.add(topic);
        });
      },
    };
  },
};

/** Topics that arrived or that have a format, if they contain the text; and the text itself. */
function suggestTopics(
  text: string,
  seen: ReadonlySet<string>,
  options: Options,
  limit: number,
): ChannelInfo[] {
  const known = new Set([...readConfig('', options).formats.keys(), ...seen]);
  const fitting = [...known].filter(topic => topic.includes(text)).sort();
  const names = fitting.includes(text) || text === '' ? fitting : [...fitting, text];
  return names
    .map(parseTopic)
    .filter(channel => typeof channel === 'object')
    .slice(0, limit)
    .map(describeTopic);
}
