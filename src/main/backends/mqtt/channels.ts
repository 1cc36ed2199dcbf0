import { fail } from '../../../shared/error/coded-error.ts';
import type { BackendManifest, ChannelInfo } from '../../../shared/plugin/backend.ts';
import { formatJsonPath, type JsonPath, parseJsonPath } from './json-path.ts';

/** A topic, or a part of the JSON in its messages. */
export interface TopicChannel {
  readonly topic: string;
  readonly path: JsonPath | undefined;
}

const HELP =
  'Write a topic without + and #, or a topic, # and a path into its JSON, for example room/light#state.level';
const MOST_BYTES = 65535;

export const channelHelp: BackendManifest['channels'] = {
  help: 'A topic without the wildcards + and #. After a "#" may follow a path into a JSON payload.',
  examples: [
    { channel: '/stage/fader1', meaning: 'the whole payload of this topic' },
    { channel: 'room/sensor#temperature', meaning: 'the member "temperature" of its JSON' },
    { channel: 'room/lamp#channels[0].level', meaning: 'a member of the first element of "channels"' },
  ],
};

/** Read a channel, or say why it is none. */
export function parseTopic(text: string): TopicChannel | string {
  const hash = text.indexOf('#');
  const topic = hash < 0 ? text : text.slice(0, hash);
  if (topic === '') return 'it has no topic';
  if (topic.includes('+')) return 'a topic that is sent to or read from has no wildcard';
  if (topic.includes('\0')) return 'a topic has no zero byte';
  if (new TextEncoder().encode(topic).length > MOST_BYTES) return 'a topic has at most 65535 bytes';
  if (hash < 0) return { topic, path: undefined };
  const path = parseJsonPath(text.slice(hash + 1));
  return path ? { topic, path } : 'what follows "#" is no path into JSON';
}

/** The canonical spelling. */
export function topicName({ topic, path }: TopicChannel): string {
  return path ? `${topic}#${formatJsonPath(path)}` : topic;
}

/** Read a channel or throw `backend.bad-channel`. */
export function topicOf(instance: string, channel: string): TopicChannel {
  const read = parseTopic(channel);
  if (typeof read === 'object') return read;
  throw fail('backend.bad-channel', { instance, channel, reason: read, help: HELP });
}

export function describeTopic(channel: TopicChannel): ChannelInfo {
  const name = topicName(channel);
  return { name, label: name, source: true, target: true };
}
