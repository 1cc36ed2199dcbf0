import { useEffect, useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';
import { suggestByName, withNames } from '../../model/directory-suggest.ts';
import type { Model } from '../../model/model.ts';
import { useModel, useModelState } from '../../model/use-model.ts';

const PAUSE = 80;
const MOST = 30;
const NONE: readonly ChannelInfo[] = [];

/**
 * Channels that complete a text, a moment after the last key: those that the directory calls so first, then those that
 * the backend spells so. Rows that are there already are left out.
 */
export function useSuggestions(decl: InstanceDecl, text: string, wanted: boolean): readonly ChannelInfo[] {
  const { link } = useModel();
  const [offers, setOffers] = useState(NONE);
  const named = useModelState('directory', state =>
    state.sources.some(one => one.config.bind?.instance === decl.name),
  );
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const timer = setTimeout(() => {
      suggest(link, decl, text, named).then(
        found => {
          if (current) setOffers(found);
        },
        () => undefined,
      );
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [link, decl, text, wanted, named]);
  return wanted ? offers : NONE;
}

async function suggest(
  link: Model['link'],
  { name, backend, options, channels }: InstanceDecl,
  text: string,
  named: boolean,
): Promise<readonly ChannelInfo[]> {
  const byBackend = link.call('devices.suggest', { backend, options: plain(options), text, limit: MOST });
  const fresh = (found: readonly ChannelInfo[]) => found.filter(one => !channels.includes(one.name));
  if (!named) return fresh(await byBackend);
  const byName = await suggestByName(link, name, text).catch(() => NONE);
  const known = new Set(byName.map(one => one.name));
  const others = fresh(await byBackend).filter(one => !known.has(one.name));
  return [...fresh(byName), ...(await withNames(link, name, others).catch(() => others))];
}

type Plain = Record<string, string | number | boolean | (string | number | boolean)[]>;

function plain(options: InstanceDecl['options']): Plain {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );
}
