import type { JsonStore } from '../../../shared/directory/json-store.ts';
import { neededText, userOf } from '../../../shared/directory/request.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { ProfileCatalogue } from '../../../shared/plugin/profile.ts';
import type {
  CallContext,
  ServiceArgs,
  ServicePlugin,
  ServiceRequest,
} from '../../../shared/plugin/service.ts';
import type { Entry } from '../../../shared/plugin/source.ts';
import { FavoriteBook } from './favorite-book.ts';
import { RenamedSources } from './renamed-sources.ts';

/** The longest that anybody waits for a source, in ms; a profile may ask for less. */
const LONGEST_WAIT = 30_000;

export interface FavoritesDeps {
  readonly profiles: ProfileCatalogue;
  readonly store: JsonStore;
}

/**
 * Starred entries by user. `list {profile, user?}` gives the entries that their sources still have, `ids {user?}` what is
 * starred by source; `add` and `remove` take `{source, id, user?}`. Events `favorite_added` and `favorite_deleted`.
 */
export function createFavoritesService({ profiles, store }: FavoritesDeps): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'favorites', title: 'Favourites' },
    async load(args) {
      const book = new FavoriteBook(await store.read());
      const favorites = new Favorites(book, store, profiles, args);
      args.subscriptions.push(
        args.bus.subscribe((event, payload) => favorites.hear(event, payload)),
        args.sources.onDidChange(source => favorites.sourceChanged(source)),
      );
      return (request, call) => favorites.answer(request, call);
    },
  };
}

class Favorites {
  readonly #renamed: RenamedSources;

  constructor(
    private readonly book: FavoriteBook,
    private readonly store: JsonStore,
    private readonly profiles: ProfileCatalogue,
    private readonly args: ServiceArgs,
  ) {
    this.#renamed = new RenamedSources(args.sources);
  }

  async answer(request: ServiceRequest, call: CallContext): Promise<unknown> {
    const user = userOf(request);
    switch (request.op) {
      case 'ids':
        return Object.fromEntries(this.book.idsOf(user));
      case 'list':
        return this.#list(neededText(request, 'profile'), user, call);
      case 'add':
        return this.#change(user, neededText(request, 'source'), neededText(request, 'id'), true);
      case 'remove':
        return this.#change(user, neededText(request, 'source'), neededText(request, 'id'), false);
      default:
        throw fail('contract.unknown-call', { name: `favorites.${request.op}` });
    }
  }

  hear(event: string, payload: unknown): void {
    const user = event === 'user_deleted' ? (payload as { user?: unknown } | null)?.user : undefined;
    if (typeof user === 'string' && this.book.forget(user)) this.#save();
  }

  /** Stars follow a source that is called otherwise. */
  sourceChanged(source: string): void {
    const moved = this.#renamed.changed(source).filter(([from, to]) => this.book.rename(from, to));
    if (moved.length > 0) this.#save();
  }

  async #list(profile: string, user: string, call: CallContext): Promise<readonly Entry[]> {
    const starred = this.book.idsOf(user);
    const wanted = this.profiles.sources(profile, 'favorites').flatMap(source => {
      const ids = starred.get(source);
      return ids ? [[source, ids] as const] : [];
    });
    const timeout = Math.min(this.profiles.timeout(profile, 'favorites') ?? LONGEST_WAIT, LONGEST_WAIT);
    const outcomes = await this.args.sources.listIds(new Map(wanted), {
      user,
      profile,
      timeout,
      signal: call.signal,
    });
    return outcomes.flatMap(one => (one.ok ? one.value : []));
  }

  async #change(user: string, source: string, id: string, on: boolean): Promise<{ done: boolean }> {
    if (!this.args.sources.get(source)) throw fail('directory.no-source', { source });
    if (on) this.book.add(user, source, id);
    else this.book.remove(user, source, id);
    await this.store.write(this.book.toJson());
    this.args.bus.publish(on ? 'favorite_added' : 'favorite_deleted', { source, id, user });
    return { done: true };
  }

  #save(): void {
    this.store.write(this.book.toJson()).catch((thrown: unknown) => this.args.log.error(String(thrown)));
  }
}
