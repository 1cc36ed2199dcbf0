import { useEffect, useState } from 'react';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';
import { useModel } from '../../model/use-model.ts';

const PAUSE = 80;
const MOST = 30;
const NONE: readonly ChannelInfo[] = [];

/** Channels that complete a text, a moment after the last key. Rows that are there already are left out. */
export function useSuggestions(decl: InstanceDecl, text: string, wanted: boolean): readonly ChannelInfo[] {
  const { link } = useModel();
  const [offers, setOffers] = useState(NONE);
  const { backend, options, channels } = decl;
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const timer = setTimeout(() => {
      link.call('devices.suggest', { backend, options: plain(options), text, limit: MOST }).then(
        found => {
          if (current) setOffers(found.filter(one => !channels.includes(one.name)));
        },
        () => undefined,
      );
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [link, backend, options, channels, text, wanted]);
  return wanted ? offers : NONE;
}

type Plain = Record<string, string | number | boolean | (string | number | boolean)[]>;

function plain(options: InstanceDecl['options']): Plain {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );
}
