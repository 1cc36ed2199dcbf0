import type {
  ChannelName,
  DirectoryScope,
  FoundEntry,
  SourceBackendInfo,
  SourceInfo,
} from '../../../shared/contract/calls/directory.ts';
import { favoriteIdsFrom, isFavorite } from '../../../shared/directory/display.ts';
import { neededText, optionalCount, optionalText, userOf } from '../../../shared/directory/request.ts';
import { subtitleOf, titleOf } from '../../../shared/directory/title.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { CallContext, ServiceArgs, ServiceRequest } from '../../../shared/plugin/service.ts';
import type { Entry } from '../../../shared/plugin/source.ts';
import type { DirectoryDeps } from './directory-port.ts';
import { DirectoryEdits, type SetOptions } from './edits.ts';
import { PALETTE_WAIT, Searches } from './searches.ts';

const RESULTS = 200;
const FIRST_ANSWER = 100;
const DEFAULT_PROFILE = 'default';
const DONE = { done: true } as const;

/** Answers the calls `directory.*` of windows, and a few more of views. */
export class DirectoryService {
  readonly #deps: DirectoryDeps;
  readonly #args: ServiceArgs;
  readonly #edits: DirectoryEdits;
  readonly searches: Searches;

  constructor(deps: DirectoryDeps, args: ServiceArgs) {
    this.#deps = deps;
    this.#args = args;
    this.#edits = new DirectoryEdits(deps);
    this.searches = new Searches(deps.directory.catalogue, args.clock);
  }

  async answer(request: ServiceRequest, call: CallContext): Promise<unknown> {
    const { directory } = this.#deps;
    switch (request.op) {
      case 'backends':
        return this.#backends();
      case 'sources':
        return this.sources();
      case 'profiles':
        return directory.profiles.info();
      case 'displayOf':
        return directory.profiles.display(neededText(request, 'profile'));
      case 'sourcesOf':
        return this.#sourcesOf(neededText(request, 'profile'));
      case 'names':
        return directory.nameTable();
      case 'nameOf':
        return this.#nameOf(request);
      case 'favorites':
        return this.#favorites(request, call);
      case 'search':
        return this.#search(request, call);
      case 'more':
        return this.searches.more(
          call.client,
          neededText(request, 'search'),
          await this.#shower(request, call),
        );
      case 'cancelSearch':
        return { done: this.searches.cancel(call.client, neededText(request, 'search')) };
      default:
        return this.#change(request, call);
    }
  }

  sources(): readonly SourceInfo[] {
    const { directory } = this.#deps;
    const handles = new Map(directory.catalogue.list().map(handle => [handle.name, handle]));
    return directory.settings.all('sources').flatMap(({ scope, item }) => {
      const handle = handles.get(item.name);
      if (!handle) return [];
      const { name, backend, config, state, message, count } = handle;
      return [{ name, backend, scope, config, state, message, entries: count }];
    });
  }

  async #change(request: ServiceRequest, { client }: CallContext): Promise<unknown> {
    const scope: DirectoryScope = request['scope'] === 'app' ? 'app' : 'patch';
    const name = () => neededText(request, 'name');
    switch (request.op) {
      case 'addSource':
        return { ...DONE, name: await this.#edits.addSource(request['source'], scope, client) };
      case 'editSource':
        await this.#edits.editSource(name(), request['source'], client);
        return DONE;
      case 'moveSource':
        await this.#edits.moveSource(name(), optionalCount(request, 'index') ?? 0, client);
        return DONE;
      case 'removeSource':
        await this.#edits.remove('sources', name(), client);
        return DONE;
      case 'reloadSource':
        await this.#reload(name());
        return DONE;
      case 'setProfile':
        await this.#edits.set('profiles', request['profile'], setOptions(request), client);
        return DONE;
      case 'removeProfile':
        await this.#edits.remove('profiles', name(), client);
        return DONE;
      case 'setDisplay':
        await this.#edits.set('displays', request['display'], setOptions(request), client);
        return DONE;
      case 'removeDisplay':
        await this.#edits.remove('displays', name(), client);
        return DONE;
      case 'rename': {
        const text = (key: string) => neededText(request, key);
        await this.#edits.rename(text('instance'), text('channel'), text('name'), client);
        return DONE;
      }
      case 'star':
        return this.#star(request, client);
      default:
        throw fail('contract.unknown-call', { name: `directory.${request.op}` });
    }
  }

  #backends(): readonly SourceBackendInfo[] {
    return this.#deps.backends().map(({ manifest }) => ({
      name: manifest.name,
      title: manifest.title,
      summary: manifest.summary ?? '',
      options: manifest.options ?? [],
      binds: manifest.binds !== false && manifest.personal !== true,
    }));
  }

  #sourcesOf(profile: string) {
    const { services } = this.#deps.directory.profiles.profile(profile);
    const names = new Set(
      Object.values(services).flatMap(service => service.sources.map(source => source.name)),
    );
    return this.sources().filter(source => names.has(source.name));
  }

  #nameOf(request: ServiceRequest): (ChannelName | null)[] {
    const instance = neededText(request, 'instance');
    const channels = Array.isArray(request['channels']) ? request['channels'].map(String) : [];
    return channels.map(channel => this.#deps.directory.nameOf(instance, channel) ?? null);
  }

  async #search(request: ServiceRequest, call: CallContext): Promise<unknown> {
    const { profiles } = this.#deps.directory;
    const profile = optionalText(request, 'profile') ?? DEFAULT_PROFILE;
    const term = neededText(request, 'term');
    const order = {
      client: call.client,
      search: neededText(request, 'search'),
      term,
      profile,
      user: userOf(request),
      limit: optionalCount(request, 'limit') ?? RESULTS,
      wait: optionalCount(request, 'wait') ?? FIRST_ANSWER,
      timeout: profiles.timeout(profile, 'lookup') ?? PALETTE_WAIT,
      sources: term.trim() === '' ? [] : profiles.sources(profile, 'lookup'),
      signal: call.signal,
    };
    const show = await this.#shower(request, call);
    return this.searches.begin(order, show);
  }

  async #favorites(request: ServiceRequest, call: CallContext): Promise<readonly FoundEntry[]> {
    const profile = optionalText(request, 'profile') ?? DEFAULT_PROFILE;
    const favorites = this.#args.service('favorites');
    if (!favorites) return [];
    const entries = (await favorites(
      { op: 'list', profile, user: userOf(request) },
      call,
    )) as readonly Entry[];
    const show = await this.#shower(request, call);
    return entries.map(show);
  }

  /** How an entry is shown, with the user's stars. */
  async #shower(request: ServiceRequest, call: CallContext): Promise<(entry: Entry) => FoundEntry> {
    const ids = await this.#args.service('favorites')?.({ op: 'ids', user: userOf(request) }, call);
    const favorites = favoriteIdsFrom(ids);
    const { names } = this.#deps.directory;
    return entry => ({
      entry,
      title: titleOf(entry),
      subtitle: subtitleOf(entry),
      favorite: isFavorite(entry, favorites),
      more: names.moreOf(entry),
    });
  }

  async #star(request: ServiceRequest, client: string): Promise<unknown> {
    const favorites = this.#args.service('favorites');
    if (!favorites) throw fail('directory.service-missing', { service: 'favorites' });
    const [source, id] = [neededText(request, 'source'), neededText(request, 'id')];
    const op = request['on'] === true ? 'add' : 'remove';
    await favorites(
      { op, source, id, user: userOf(request) },
      { client, signal: new AbortController().signal },
    );
    return DONE;
  }

  async #reload(name: string): Promise<void> {
    const source = this.#deps.directory.catalogue.get(name);
    if (!source) throw fail('directory.no-source', { source: name });
    await source.reload();
    await this.#deps.directory.settled();
  }
}

function setOptions(request: ServiceRequest): SetOptions {
  const { scope, seen } = request;
  const replaces = optionalText(request, 'replaces');
  return {
    ...(scope === 'app' || scope === 'patch' ? { scope } : {}),
    ...(replaces === undefined ? {} : { replaces }),
    ...(seen === undefined ? {} : { seen }),
  };
}
