import { fail, toCodedError } from '../../shared/error/coded-error.ts';
import { type ProblemReport, problemOf } from '../../shared/error/problem.ts';
import type { InstanceDecl, MappingDecl, PatchDocument } from '../../shared/patch/document.ts';
import { type Expansion, expandMapping } from '../../shared/patch/expand.ts';
import type { Backend, ChannelInfo, ChannelUse } from '../../shared/plugin/backend.ts';
import { expandRange } from '../../shared/signal/channel-range.ts';
import type { ChannelRef } from '../../shared/signal/channel-ref.ts';

export interface PlannedInstance {
  readonly name: string;
  readonly backendName: string;
  readonly backend: Backend;
  readonly options: InstanceDecl['options'];
  readonly globals: InstanceDecl['options'];
  /** Canonical channel names and their use. */
  readonly channels: ReadonlyMap<string, ChannelUse>;
}

/** A wire between canonical channels, and the mapping it comes from. */
export interface PlannedWire {
  readonly from: ChannelRef;
  readonly to: ChannelRef;
  readonly mapping: MappingDecl;
}

/** What the engine is to run for a document, and what of the document it cannot run. */
export interface Plan {
  readonly instances: readonly PlannedInstance[];
  readonly wires: readonly PlannedWire[];
  readonly problems: readonly ProblemReport[];
}

export type Backends = ReadonlyMap<string, { readonly backend: Backend }>;

/**
 * What one plan found out and the next one takes over, so that an edit of one wire costs little in a large patch:
 * parts of a document that an edit did not touch are the same objects.
 */
export class PlanMemory {
  readonly expansions = new WeakMap<MappingDecl, Expansion>();
  /** As they were in the last plan. */
  instances: ReadonlyMap<string, DraftedInstance> = new Map();
}

/** A mapping of more wires is expanded anew each time: it would take the memory that it saves time. */
const REMEMBERED_WIRES = 512;

/** Rows and wires of one patch, at most: beyond, a few long ranges in a file would eat the memory of the machine. */
const MOST_PARTS = 500_000;

/**
 * Compile a document. Opens nothing. What cannot be understood becomes a problem and the rest is planned all the same;
 * an instance whose backend does not exist stays in the document with its wires, as a placeholder that does nothing.
 */
export function makePlan(document: PatchDocument, backends: Backends, memory = new PlanMemory()): Plan {
  return new Planner(document, backends, memory).plan();
}

type Known = Pick<ChannelInfo, 'name' | 'source' | 'target'>;
type MutableUse = { -readonly [K in keyof ChannelUse]: ChannelUse[K] };

interface DraftedInstance extends PlannedInstance {
  readonly channels: Map<string, MutableUse>;
  /** By spelling; null = a spelling that is no channel, already reported. */
  readonly known: Map<string, Known | null>;
  /** What the last plan knew, where the answers must still be the same; let go of when this plan is made. */
  before: ReadonlyMap<string, Known | null> | undefined;
}

class Planner {
  /** How many rows and wires there is room for. */
  #room = MOST_PARTS;
  readonly #problems: ProblemReport[] = [];
  readonly #wires: PlannedWire[] = [];
  readonly #instances = new Map<string, DraftedInstance>();
  /** Instances of the document that are not planned: their faults are told once, not per wire. */
  readonly #placeholders = new Set<string>();

  constructor(
    private readonly document: PatchDocument,
    private readonly backends: Backends,
    private readonly memory: PlanMemory,
  ) {}

  plan(): Plan {
    for (const instance of this.document.instances) this.#addInstance(instance);
    for (const instance of this.document.instances) this.#addRows(instance);
    for (const mapping of this.document.mappings) this.#addWires(mapping);
    for (const instance of this.#instances.values()) instance.before = undefined;
    this.memory.instances = this.#instances;
    return { instances: [...this.#instances.values()], wires: this.#wires, problems: this.#problems };
  }

  #addInstance({ name, backend: backendName, options }: InstanceDecl): void {
    const backend = this.backends.get(backendName)?.backend;
    if (this.#instances.has(name) || this.#placeholders.has(name)) {
      return this.#complain(fail('patch.duplicate-instance', { instance: name }), {
        kind: 'instance',
        instance: name,
      });
    }
    if (!backend) {
      this.#placeholders.add(name);
      const error = fail('backend.unknown', { backend: backendName, instance: name });
      return this.#complain(error, { kind: 'instance', instance: name }, 'warning');
    }
    const globals = this.document.globals[backendName] ?? {};
    const last = this.memory.instances.get(name);
    const before = last?.backend === backend && last.options === options ? last.known : undefined;
    const planned = { name, backendName, backend, options, globals };
    this.#instances.set(name, { ...planned, channels: new Map(), known: new Map(), before });
  }

  #addRows({ name, channels }: InstanceDecl): void {
    if (this.#placeholders.has(name)) return;
    for (const spec of channels) {
      const place = { kind: 'instance', instance: name, channel: spec } as const;
      if (this.#isFull(`${name}.${spec}`, place)) continue;
      const range = expandRange(spec);
      if (!range.ok) {
        const error = fail('patch.bad-channel-spec', { spec: `${name}.${spec}`, reason: range.reason });
        this.#complain(error, place);
        continue;
      }
      this.#room -= range.channels.length;
      for (const channel of range.channels) this.#show({ instance: name, channel });
    }
  }

  #addWires(mapping: MappingDecl): void {
    const { from, to } = mapping;
    const place = { kind: 'mapping', from, to } as const;
    if (this.#isFull(`${from} > ${to}`, place)) return;
    const expansion = this.#expand(mapping);
    if (!expansion.ok) return void this.#problems.push(expansion.problem);
    this.#room -= expansion.pairs.length;
    const missing = new Set<string>();
    for (const [source, target] of expansion.pairs) {
      // Both ends are looked at even if one is wrong: each has its row, and each fault is told.
      const a = this.#use(source, !mapping.off, false, missing);
      const b = this.#use(target, false, !mapping.off, missing);
      if (a && b && !mapping.off) this.#wires.push({ from: a, to: b, mapping });
    }
    for (const instance of missing) this.#complain(fail('patch.unknown-instance', { instance }), place);
  }

  /** True, and told, when there is no room for more; the last one may go beyond. */
  #isFull(what: string, place: ProblemReport['place']): boolean {
    if (this.#room > 0) return false;
    this.#complain(fail('patch.too-large', { what, limit: MOST_PARTS }), place);
    return true;
  }

  #expand(mapping: MappingDecl): Expansion {
    const known = this.memory.expansions.get(mapping);
    if (known) return known;
    const expansion = expandMapping(mapping);
    if (!expansion.ok || expansion.pairs.length <= REMEMBERED_WIRES) {
      this.memory.expansions.set(mapping, expansion);
    }
    return expansion;
  }

  /** A row without a wire shows what comes from its channel, if anything can. */
  #show(ref: ChannelRef): void {
    const planned = this.#instances.get(ref.instance);
    const known = planned && this.#lookUp(planned, ref.channel);
    if (!planned || !known) return;
    const target = planned.channels.get(known.name)?.target ?? false;
    planned.channels.set(known.name, { source: known.source, target });
  }

  /** Note that a channel is used; returns it by its canonical name, or undefined when it cannot be used so. */
  #use(ref: ChannelRef, source: boolean, target: boolean, missing: Set<string>): ChannelRef | undefined {
    const planned = this.#instances.get(ref.instance);
    if (!planned && !this.#placeholders.has(ref.instance)) missing.add(ref.instance);
    const known = planned && this.#lookUp(planned, ref.channel);
    if (!planned || !known) return undefined;
    const use = planned.channels.get(known.name) ?? { source: false, target: false };
    use.source ||= source && known.source;
    use.target ||= target && known.target;
    planned.channels.set(known.name, use);
    if ((source && !known.source) || (target && !known.target)) {
      this.#wrongWay(ref, source);
      return undefined;
    }
    return known.name === ref.channel ? ref : { instance: ref.instance, channel: known.name };
  }

  #lookUp(planned: DraftedInstance, channel: string): Known | null {
    const known = planned.known.get(channel);
    if (known !== undefined) return known;
    const found = planned.before?.get(channel) ?? this.#ask(planned, channel);
    planned.known.set(channel, found);
    return found;
  }

  #ask({ name, backend, options }: PlannedInstance, channel: string): Known | null {
    try {
      const info = backend.channel(name, channel, options);
      return { name: info.name, source: info.source, target: info.target };
    } catch (thrown) {
      this.#complain(toCodedError(thrown), { kind: 'instance', instance: name, channel });
      return null;
    }
  }

  #wrongWay({ instance, channel }: ChannelRef, source: boolean): void {
    const reason = source ? 'nothing ever comes from it' : 'nothing can be sent to it';
    const error = fail('backend.bad-channel', { instance, channel, reason, help: '' });
    this.#complain(error, { kind: 'instance', instance, channel });
  }

  #complain(
    error: unknown,
    place: ProblemReport['place'],
    severity: ProblemReport['severity'] = 'error',
  ): void {
    this.#problems.push(problemOf(error, place, severity));
  }
}
