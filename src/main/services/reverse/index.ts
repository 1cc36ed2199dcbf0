import { channelKeys, isOfPart, normalAddress } from '../../../shared/directory/address.ts';
import { neededText, optionalText, userOf } from '../../../shared/directory/request.ts';
import { titleOf } from '../../../shared/directory/title.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { ProfileCatalogue } from '../../../shared/plugin/profile.ts';
import type {
  CallContext,
  ServiceArgs,
  ServicePlugin,
  ServiceRequest,
} from '../../../shared/plugin/service.ts';
import type { CatalogueCall, Entry, Fields } from '../../../shared/plugin/source.ts';
import { parseChannelRef } from '../../../shared/signal/channel-ref.ts';

/** How long a reverse lookup waits where its profile does not say, in ms. */
const DEFAULT_WAIT = 1000;

export interface ReverseAnswer {
  readonly display: unknown;
  readonly exten: string;
  readonly fields: Fields;
  readonly source: string | null;
}

interface Question {
  readonly sources: readonly string[];
  /** What an entry may be matched by, best first. */
  readonly keys: readonly string[];
  /** A channel of an instance is meant. */
  readonly scoped: boolean;
}

/**
 * Find the entry that something stands for. `reverse {profile, exten, user?}` asks the profile's sources that are bound
 * to no instance; the fastest answer wins. With `instance`, or when `exten` is `instance.channel` of an instance that
 * sources are bound to, only those are asked: a number means another thing on another device.
 * `reverseMany {profile, extens}` answers a list, place by place; there the source that is earlier in the profile wins.
 */
export function createReverseService(profiles: ProfileCatalogue): ServicePlugin {
  return {
    manifest: { kind: 'service', name: 'reverse', title: 'Reverse lookup' },
    load: args => {
      const reverse = new Reverse(profiles, args);
      return async (request, call) => {
        if (request.op === 'reverse') return reverse.one(request, call);
        if (request.op === 'reverseMany') return reverse.many(request, call);
        throw fail('contract.unknown-call', { name: `reverse.${request.op}` });
      };
    },
  };
}

class Reverse {
  constructor(
    private readonly profiles: ProfileCatalogue,
    private readonly args: ServiceArgs,
  ) {}

  async one(request: ServiceRequest, call: CallContext): Promise<ReverseAnswer> {
    const profile = neededText(request, 'profile');
    const exten = neededText(request, 'exten');
    const { sources, keys, scoped } = this.#question(profile, exten, optionalText(request, 'instance'));
    const whole = this.#call(profile, request, call);
    const started = this.args.clock.now();
    for (const key of keys) {
      // All keys together have the time of one question.
      const timeout = Math.max(1, whole.timeout - (this.args.clock.now() - started));
      const { winner } = await this.args.sources.firstMatch(sources, key, { ...whole, timeout });
      if (winner) return answerOf(exten, winner, scoped);
    }
    return answerOf(exten, null, scoped);
  }

  async many(request: ServiceRequest, call: CallContext): Promise<readonly (Entry | null)[]> {
    const profile = neededText(request, 'profile');
    const given = request['extens'];
    if (!Array.isArray(given) || !given.every(one => typeof one === 'string'))
      throw fail('directory.bad-request', { reason: '"extens" is no list of texts' });
    const instance = optionalText(request, 'instance');
    const questions = given.map(exten => this.#question(profile, exten, instance));
    const found = await this.#matchAll(profile, questions, request, call);
    return questions.map(({ sources, keys }) => {
      for (const source of sources) {
        const entries = found.get(source) ?? {};
        for (const key of keys) if (Object.hasOwn(entries, key)) return entries[key] ?? null;
      }
      return null;
    });
  }

  /** One question to each source, with the keys of all that ask it. */
  async #matchAll(
    profile: string,
    questions: readonly Question[],
    request: ServiceRequest,
    call: CallContext,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, Entry>>>> {
    const sources = [...new Set(questions.flatMap(question => question.sources))];
    const keys = [...new Set(questions.flatMap(question => question.keys))];
    const outcomes = await this.args.sources.matchAll(sources, keys, this.#call(profile, request, call));
    return new Map(outcomes.flatMap(one => (one.ok ? [[one.source, one.value] as const] : [])));
  }

  #question(profile: string, exten: string, instance: string | undefined): Question {
    const names = this.profiles.sources(profile, 'reverse');
    if (exten.trim() === '') return { sources: [], keys: [], scoped: false };
    const ref = instance === undefined ? parseChannelRef(exten) : { instance, channel: exten };
    const bound = ref ? names.filter(name => this.#bindOf(name)?.instance === ref.instance) : [];
    if (ref && (bound.length > 0 || instance !== undefined)) {
      const { keys, part } = channelKeys(normalAddress(ref.channel));
      const sources = bound.filter(name => isOfPart(this.#bindOf(name)?.channel, part));
      return { sources, keys, scoped: true };
    }
    return { sources: names.filter(name => this.#bindOf(name) === undefined), keys: [exten], scoped: false };
  }

  #bindOf(source: string) {
    return this.args.sources.get(source)?.config.bind;
  }

  #call(profile: string, request: ServiceRequest, call: CallContext): CatalogueCall {
    const timeout = this.profiles.timeout(profile, 'reverse') ?? DEFAULT_WAIT;
    return { user: userOf(request), profile, timeout, signal: call.signal };
  }
}

/** A channel always has a name; of other things only the column `reverse` is one. */
function answerOf(exten: string, entry: Entry | null, scoped: boolean): ReverseAnswer {
  if (!entry) return { display: null, exten, fields: {}, source: null };
  const { fields, source } = entry;
  return { display: fields['reverse'] ?? (scoped ? titleOf(entry) : null), exten, fields, source };
}
