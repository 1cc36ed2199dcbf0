import { fail, toCodedError } from '../../shared/error/coded-error.ts';
import { type ProblemReport, problemOf } from '../../shared/error/problem.ts';
import type { InstanceDecl, MappingDecl, PatchDocument } from '../../shared/patch/document.ts';
import { expandMapping } from '../../shared/patch/expand.ts';
import type { Backend, ChannelUse } from '../../shared/plugin/backend.ts';
import { expandRange } from '../../shared/signal/channel-range.ts';
import type { ChannelRef } from '../../shared/signal/channel-ref.ts';

export interface PlannedInstance {
  readonly name: string;
  readonly backendName: string;
  readonly backend: Backend;
  readonly options: InstanceDecl['options'];
  readonly globals: InstanceDecl['options'];
  /** Canonical channel names and their use. */
  readonly channels: Map<string, ChannelUse>;
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
 * Compile a document. Opens nothing. What cannot be understood becomes a problem and the rest is planned all the same;
 * an instance whose backend does not exist stays in the document with its wires, as a placeholder that does nothing.
 */
export function makePlan(document: PatchDocument, backends: Backends): Plan {
  return new Planner(document, backends).plan();
}

interface Known {
  readonly name: string;
  readonly source: boolean;
  readonly target: boolean;
}

class Planner {
  readonly #problems: ProblemReport[] = [];
  readonly #instances = new Map<string, PlannedInstance>();
  /** Instances of the document that are not planned: their faults are told once, not per wire. */
  readonly #placeholders = new Set<string>();
  /** By `instance.spelling`; null = a spelling that is no channel, already reported. */
  readonly #known = new Map<string, Known | null>();

  constructor(
    private readonly document: PatchDocument,
    private readonly backends: Backends,
  ) {}

  plan(): Plan {
    for (const instance of this.document.instances) this.#addInstance(instance);
    for (const instance of this.document.instances) this.#addRows(instance);
    const wires = this.document.mappings.flatMap(mapping => this.#wiresOf(mapping));
    return { instances: [...this.#instances.values()], wires, problems: this.#problems };
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
    this.#instances.set(name, { name, backendName, backend, options, globals, channels: new Map() });
  }

  #addRows({ name, channels }: InstanceDecl): void {
    if (this.#placeholders.has(name)) return;
    for (const spec of channels) {
      const range = expandRange(spec);
      if (range.ok) {
        for (const channel of range.channels) this.#show({ instance: name, channel });
        continue;
      }
      const error = fail('patch.bad-channel-spec', { spec: `${name}.${spec}`, reason: range.reason });
      this.#complain(error, { kind: 'instance', instance: name, channel: spec });
    }
  }

  #wiresOf(mapping: MappingDecl): readonly PlannedWire[] {
    const expansion = expandMapping(mapping);
    if (!expansion.ok) {
      this.#problems.push(expansion.problem);
      return [];
    }
    const unknown = new Set<string>();
    const wires = expansion.pairs.flatMap(([from, to]) => {
      for (const { instance } of [from, to]) if (!this.#exists(instance)) unknown.add(instance);
      // Both ends are looked at even if one is wrong: each has its row, and each fault is told.
      const a = this.#use(from, !mapping.off, false);
      const b = this.#use(to, false, !mapping.off);
      return a && b && !mapping.off ? [{ from: a, to: b, mapping }] : [];
    });
    for (const instance of unknown) {
      const place = { kind: 'mapping', from: mapping.from, to: mapping.to } as const;
      this.#complain(fail('patch.unknown-instance', { instance }), place);
    }
    return wires;
  }

  #exists(instance: string): boolean {
    return this.#instances.has(instance) || this.#placeholders.has(instance);
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
  #use(ref: ChannelRef, source: boolean, target: boolean): ChannelRef | undefined {
    const planned = this.#instances.get(ref.instance);
    const known = planned && this.#lookUp(planned, ref.channel);
    if (!planned || !known) return undefined;
    const before = planned.channels.get(known.name);
    planned.channels.set(known.name, {
      source: (before?.source ?? false) || (source && known.source),
      target: (before?.target ?? false) || (target && known.target),
    });
    if ((source && !known.source) || (target && !known.target)) {
      this.#wrongWay(ref, source);
      return undefined;
    }
    return { instance: ref.instance, channel: known.name };
  }

  #lookUp(planned: PlannedInstance, channel: string): Known | null {
    const key = `${planned.name}.${channel}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#ask(planned, channel);
    this.#known.set(key, found);
    return found;
  }

  #ask({ name, backend, options }: PlannedInstance, channel: string): Known | null {
    try {
      return backend.channel(name, channel, options);
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
