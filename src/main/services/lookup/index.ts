import {
  displayHead,
  type DisplayTable,
  displayTable,
  type FavoriteIds,
  favoriteIdsFrom,
} from '../../../shared/directory/display.ts';
import { neededText, optionalCount, optionalText, userOf } from '../../../shared/directory/request.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { ProfileCatalogue } from '../../../shared/plugin/profile.ts';
import type {
  CallContext,
  ServiceArgs,
  ServicePlugin,
  ServiceRequest,
} from '../../../shared/plugin/service.ts';
import type { Entry, Outcome } from '../../../shared/plugin/source.ts';

/** The longest that anybody waits for a source, in ms; a profile may ask for less. */
const LONGEST_WAIT = 30_000;

interface LookupAnswer extends DisplayTable {
  readonly term: string;
  /** How each source did. */
  readonly sources: readonly { source: string; ok: boolean; reason: string; ms: number }[];
}

/**
 * Search the sources of a profile. `lookup {profile, term, user?, limit?}` answers rows in the columns of the profile's
 * display, `search` the entries themselves, `headers {profile}` the columns alone.
 */
export function createLookupService(profiles: ProfileCatalogue): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'lookup', title: 'Lookup' },
    load: args => async (request, call) => {
      switch (request.op) {
        case 'headers': {
          const { columns } = profiles.display(neededText(request, 'profile'));
          return displayHead(columns);
        }
        case 'search':
          return search(profiles, args, request, call);
        case 'lookup':
          return lookup(profiles, args, request, call);
        default:
          throw fail('contract.unknown-call', { name: `lookup.${request.op}` });
      }
    },
  };
}

async function search(
  profiles: ProfileCatalogue,
  args: ServiceArgs,
  request: ServiceRequest,
  call: CallContext,
) {
  const profile = neededText(request, 'profile');
  const limit = optionalCount(request, 'limit');
  const sources = profiles.sources(profile, 'lookup');
  const outcomes = await args.sources.search(sources, neededText(request, 'term'), {
    user: userOf(request),
    profile,
    timeout: Math.min(profiles.timeout(profile, 'lookup') ?? LONGEST_WAIT, LONGEST_WAIT),
    signal: call.signal,
    ...(limit === undefined ? {} : { limit }),
  });
  for (const one of outcomes) if (!one.ok) args.log.info(`source "${one.source}": ${one.message}`);
  const entries = outcomes.flatMap(one => (one.ok ? one.value : []));
  return { entries: entries.slice(0, limit), outcomes: outcomes.map(stateOf) };
}

async function lookup(
  profiles: ProfileCatalogue,
  args: ServiceArgs,
  request: ServiceRequest,
  call: CallContext,
): Promise<LookupAnswer> {
  const profile = neededText(request, 'profile');
  const { columns } = profiles.display(profile);
  const [{ entries, outcomes }, favorites] = await Promise.all([
    search(profiles, args, request, call),
    favoritesOf(args, userOf(request), call),
  ]);
  return {
    term: optionalText(request, 'term') ?? '',
    ...displayTable(entries, columns, favorites),
    sources: outcomes,
  };
}

function stateOf(outcome: Outcome<readonly Entry[]>) {
  const { source, ok, ms } = outcome;
  return { source, ok, reason: outcome.ok ? '' : outcome.reason, ms };
}

/** Whoever switched favourites off simply has none. */
async function favoritesOf(args: ServiceArgs, user: string, call: CallContext): Promise<FavoriteIds> {
  const favorites = args.service('favorites');
  return favoriteIdsFrom(await favorites?.({ op: 'ids', user }, call));
}
