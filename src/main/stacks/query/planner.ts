import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail } from '../../../shared/error/coded-error.ts';
import type { CacheLayout } from '../cache/layout.ts';
import { checkParameters } from '../module/check-parameters.ts';
import type { KnownModule, ModuleRegistry } from '../module/registry.ts';
import { keyOf } from './key.ts';
import type { FilePlan, ListPlan, QueryPlan, SourcePlan, StepPlan } from './plan.ts';
import type { Chain, Query, Source, StackItem } from './query.ts';
import { readSource } from './read-chain.ts';

/** Steps and files of one query, all levels together. */
const MOST_PARTS = 2000;

/** Who asks: where relative paths start and which files may be read. */
export interface Access {
  readonly folder: string;
  /** Throws `stack.forbidden`. */
  allow(path: string): void;
}

/** Works out what a query needs: keys, paths, and everything that can be refused before any work is done. */
export class Planner {
  readonly #layout: CacheLayout;
  readonly #registry: ModuleRegistry;

  constructor(layout: CacheLayout, registry: ModuleRegistry) {
    this.#layout = layout;
    this.#registry = registry;
  }

  async plan(query: Query, access: Access): Promise<QueryPlan> {
    const draft = new Draft(this.#layout, this.#registry, access);
    const sound = await draft.chain(query);
    const letter = { file: '', query: 'S', list: 'M' }[query.source.kind];
    const key = letter + keyOf(['result', sound.key, query.format, query.options]);
    const { format, options, hours } = query;
    const stack = query.stack.map(item => ({ module: item.module, ...item.parameters }));
    const path = this.#layout.result(key, format);
    return { key, path, sound, format, options, hours, stack, title: titleOf(query) };
  }
}

function titleOf(query: Query): string {
  const name = (source: Source): string =>
    source.kind === 'file'
      ? basename(source.path)
      : source.kind === 'list'
        ? `${source.items.length} sounds`
        : name(source.chain.source);
  return `${name(query.source)}: ${query.stack.map(item => item.module).join(', ') || 'as it is'}`;
}

/** One plan in the making. A file or module that is named twice is looked at once. */
class Draft {
  readonly #files = new Map<string, Promise<FilePlan>>();
  #parts = 0;

  constructor(
    readonly layout: CacheLayout,
    readonly registry: ModuleRegistry,
    readonly access: Access,
  ) {}

  async chain(chain: Chain): Promise<SourcePlan> {
    let sound = await this.source(chain.source);
    if (sound.path.endsWith('/')) await this.#checkFolder(sound.path, chain.stack[0]);
    for (const item of chain.stack) sound = await this.#step(sound, item);
    return sound;
  }

  /** A folder is no sound, but some modules make one out of what lies in it. */
  async #checkFolder(path: string, first: StackItem | undefined): Promise<void> {
    const module = first ? await this.registry.find(first.module) : undefined;
    if (!module?.asksForSources) throw fail('stack.unsupported-format', { file: path });
  }

  async source(source: Source): Promise<SourcePlan> {
    switch (source.kind) {
      case 'file':
        return this.#file(source.path);
      case 'query':
        return this.chain(source.chain);
      case 'list':
        return this.#list(source.items);
    }
  }

  async #list(sources: readonly Source[]): Promise<ListPlan> {
    const items: SourcePlan[] = [];
    for (const source of sources) items.push(await this.source(source));
    const key = `M${keyOf(['list', items.map(item => item.key)])}`;
    return { kind: 'list', items, key, path: this.layout.joined(key) };
  }

  #file(path: string): Promise<FilePlan> {
    this.#count();
    const known = this.#files.get(path);
    if (known) return known;
    const looked = this.#lookAt(path);
    this.#files.set(path, looked);
    return looked;
  }

  async #lookAt(path: string): Promise<FilePlan> {
    this.access.allow(path);
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    if (!found) throw fail('stack.no-such-file', { file: path });
    if (!found.isFile() && !path.endsWith('/')) throw fail('stack.unsupported-format', { file: path });
    return { kind: 'file', path, key: keyOf(['file', path, `${found.size}`, `${found.mtimeNs}`]) };
  }

  async #step(input: SourcePlan, item: StackItem): Promise<StepPlan> {
    this.#count();
    const module = await this.registry.find(item.module);
    if (!module) throw fail('stack.unknown-module', { module: item.module, file: input.path });
    if (module.fault !== '') {
      throw fail('stack.module-broken', { file: module.file ?? module.name, reason: module.fault });
    }
    const parameters = checkParameters(module, item.parameters);
    const sounds = await this.#sounds(module, parameters);
    const reads = await this.#reads(module, input, parameters);
    return this.#finish(module, input, parameters, sounds, reads);
  }

  #finish(
    module: KnownModule,
    input: SourcePlan,
    parameters: Readonly<Record<string, unknown>>,
    sounds: StepPlan['sounds'],
    reads: readonly SourcePlan[],
  ): StepPlan {
    const { name, version, file } = module;
    const plain = Object.fromEntries(
      Object.entries(parameters).filter(([key]) => !Object.hasOwn(sounds, key)),
    );
    const soundKeys = Object.entries(sounds).map(([key, plan]) => [key, [plan].flat().map(one => one.key)]);
    const key = keyOf(['step', input.key, name, version, plain, soundKeys, reads.map(one => one.key)]);
    const path = this.layout.step(name, key);
    return { kind: 'step', input, module: name, version, file, parameters: plain, sounds, reads, path, key };
  }

  /** Parameters that stand for sounds, as plans: declared ones, and any object that has a `file` of its own. */
  async #sounds(
    module: KnownModule,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<StepPlan['sounds']> {
    const sounds: Record<string, SourcePlan | readonly SourcePlan[]> = {};
    for (const [name, value] of Object.entries(parameters)) {
      const kind = module.parameters.find(spec => spec.name === name)?.kind;
      if (kind === 'sources' && Array.isArray(value)) {
        const plans: SourcePlan[] = [];
        for (const one of value) plans.push(await this.#parameter(one));
        sounds[name] = plans;
      } else if (kind === 'source' || (kind === undefined && isSubQuery(value))) {
        sounds[name] = await this.#parameter(value);
      }
    }
    return sounds;
  }

  #parameter(value: unknown): Promise<SourcePlan> {
    return this.source(readSource(value, this.access.folder));
  }

  async #reads(module: KnownModule, input: SourcePlan, parameters: Readonly<Record<string, unknown>>) {
    const asked = await this.registry.sourcesOf(module, originOf(input), parameters);
    const plans: SourcePlan[] = [];
    for (const one of asked) plans.push(await this.#parameter(one));
    return plans;
  }

  #count(): void {
    if (++this.#parts > MOST_PARTS) throw fail('stack.too-big', { limit: MOST_PARTS });
  }
}

function isSubQuery(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'file');
}

/** The user's file that a chain starts from: modules that look for files do so beside it. */
function originOf(plan: SourcePlan): string {
  if (plan.kind === 'step') return originOf(plan.input);
  const [first] = plan.kind === 'list' ? plan.items : [];
  return first ? originOf(first) : plan.path;
}
