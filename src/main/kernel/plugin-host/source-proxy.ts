import type { JsonValue } from '../../../shared/patch/document.ts';
import type { Row } from '../../../shared/directory/row-table.ts';
import type { Entry, QueryArgs, Source, SourceArgs, SourcePlugin } from '../../../shared/plugin/source.ts';
import type { Contribution } from '../discovery/discover.ts';
import { readRow, readRows, readRowsByKey } from './check.ts';
import type { PackageHost } from './package-host.ts';

/** A back-end of a package: each of its sources lives in the package's thread, its entries are made on this side. */
export function sourceProxy(contribution: Contribution, host: () => PackageHost): SourcePlugin {
  const { name, title, configSchema } = contribution;
  return {
    manifest: {
      kind: 'source',
      name,
      title,
      summary: `From the package ${contribution.package}.`,
      options: [],
      ...(configSchema ? { configSchema: configSchema as Readonly<Record<string, JsonValue>> } : {}),
    },
    async load(args) {
      const owner = host();
      const listener = {
        status: (state: 'ok' | 'degraded', message: string) => args.setStatus(state, message),
        changed: () => args.changed(),
      };
      const unit = await owner.load(contribution, { config: args.config, signal: args.signal, listener });
      return remoteSource(owner, unit, args);
    },
  };
}

function remoteSource(host: PackageHost, unit: number, args: SourceArgs): Source {
  const made = ({ fields, relations }: Row) => args.makeEntry(fields, relations);
  const call = (method: string, given: unknown, query: QueryArgs) => {
    const { signal, ...rest } = query;
    return host.call(unit, method, [given, { ...rest, signal: null }], signal);
  };
  return {
    search: async (term, query) => readRows(await call('search', term, query)).map(made),
    firstMatch: async (key, query) => {
      const found = await call('firstMatch', key, query);
      return found === null || found === undefined ? null : made(readRow(found));
    },
    matchAll: async (keys, query) => {
      const found = await call('matchAll', keys, query).catch((thrown: unknown) => {
        if (isMissingMethod(thrown)) return undefined;
        throw thrown;
      });
      if (found === undefined) return matchOneByOne(keys, query);
      return Object.fromEntries(readRowsByKey(found).map(([key, row]) => [key, made(row)]));
    },
    list: (ids, query) => orUnsupported(call('list', ids, query)),
    all: query => orUnsupported(host.call(unit, 'all', [{ ...query, signal: null }], query.signal)),
    unload: () => host.unload(unit),
  };

  /** Undefined tells the catalogue that the source cannot do it; whether it can is known only by asking. */
  async function orUnsupported(answer: Promise<unknown>): Promise<readonly Entry[]> {
    try {
      return readRows(await answer).map(made);
    } catch (thrown) {
      if (isMissingMethod(thrown)) return undefined as unknown as readonly Entry[];
      throw thrown;
    }
  }

  async function matchOneByOne(keys: readonly string[], query: QueryArgs) {
    const found: [string, ReturnType<typeof made>][] = [];
    for (const key of keys) {
      const row = await call('firstMatch', key, query);
      if (row !== null && row !== undefined) found.push([key, made(readRow(row))]);
    }
    return Object.fromEntries(found);
  }
}

/** A method that a source need not have. */
function isMissingMethod(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message.includes('it has no method');
}
