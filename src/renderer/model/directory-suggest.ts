import type { ChannelInfo } from '../../shared/plugin/backend.ts';
import type { Link } from '../link/link.ts';

/** Shorter texts are found in nearly every name. */
const SHORTEST = 2;
const MOST = 12;
/** Milliseconds to wait for slow sources: whoever types is quicker. */
const WAIT = 300;
let lastSearch = 0;

/** Channels of an instance whose name in the directory contains the text. */
export async function suggestByName(link: Link, instance: string, text: string): Promise<ChannelInfo[]> {
  if (text.trim().length < SHORTEST) return [];
  const search = `channel${++lastSearch}`;
  const { results } = await link.call('directory.search', { search, term: text, limit: 500, wait: WAIT });
  const own = results.flatMap(({ entry: { relations }, title }) =>
    relations.instance === instance && relations.channel !== null
      ? [{ name: relations.channel, label: title, source: true, target: true }]
      : [],
  );
  return own.filter((one, i) => own.findIndex(two => two.name === one.name) === i).slice(0, MOST);
}

/** The same channels, under the names that the directory gives them. */
export async function withNames(
  link: Link,
  instance: string,
  channels: readonly ChannelInfo[],
): Promise<readonly ChannelInfo[]> {
  if (channels.length === 0) return channels;
  const names = await link.call('directory.nameOf', { instance, channels: channels.map(one => one.name) });
  return channels.map((one, i) => ({ ...one, label: names[i]?.name ?? one.label }));
}
