import type { LiveChannel, LiveInstance } from '../../shared/contract/calls/devices.ts';
import type { MonitorEvent } from '../../shared/contract/calls/monitor.ts';
import type { PatchState } from '../../shared/contract/calls/patch.ts';
import type { Port } from '../../shared/contract/port.ts';
import { memoryPorts } from '../../shared/contract/testing/memory-ports.ts';
import { ContractServer } from '../../shared/contract/server.ts';
import { decodeValues, encodeValues } from '../../shared/contract/values.ts';
import { fail } from '../../shared/error/coded-error.ts';
import type { Problem } from '../../shared/error/problem.ts';
import { applyEdit } from '../../shared/patch/apply.ts';
import { EMPTY_PATCH, type PatchDocument } from '../../shared/patch/document.ts';
import type { Edit, Operation } from '../../shared/patch/operation.ts';
import type { ServiceRequest } from '../../shared/plugin/service.ts';
import { expandRange } from '../../shared/signal/channel-range.ts';
import { parseChannelRef } from '../../shared/signal/channel-ref.ts';
import { FAKE_BACKENDS } from './fake-backends.ts';

type Handlers = Readonly<Record<string, (request: ServiceRequest) => unknown>>;

/** A pretend engine in memory: enough of the contract to draw, edit and test the window without the real one. */
export class FakeEngine {
  document: PatchDocument;
  problems: readonly Problem[] = [];
  readonly calls: string[] = [];
  readonly #servers = new Set<ContractServer>();
  readonly #past: Edit[] = [];
  readonly #future: Edit[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #values = new Map<number, number>();
  #revision = 0;
  #saved = 0;
  #path: string | undefined;
  #seq = 0;

  constructor(document: PatchDocument = EMPTY_PATCH) {
    this.document = document;
    this.#intern();
  }

  /** A port to this engine, as a window would get one. */
  connect(): Port {
    const [ours, theirs] = memoryPorts();
    const server = new ContractServer(ours, `window${this.#servers.size}`, {
      service: name => request => this.#answer(`${name}.${request.op}`, request),
      onValues: frame => decodeValues(frame, (index, value) => this.move(index, value)),
      onGone: () => this.#servers.delete(server),
    });
    this.#servers.add(server);
    return theirs;
  }

  /** Break the line, as a crash of the engine would. */
  disconnect(): void {
    for (const server of this.#servers) server.close();
  }

  /** A value arrives on a channel, and travels over its wires. */
  move(index: number, value: number): void {
    if (index < 0) return;
    const reached = [index, ...this.#targets(index)];
    for (const one of reached) this.#values.set(one, value);
    const frame = encodeValues(
      reached,
      reached.map(() => value),
      reached.length,
    );
    const cause = this.#seq + 1;
    const events = reached.map<MonitorEvent>((channel, i) => ({
      seq: ++this.#seq,
      time: Date.now(),
      channel,
      direction: i === 0 ? 'in' : 'out',
      value,
      cause: i === 0 ? 0 : cause,
    }));
    for (const server of this.#servers) server.sendValues(frame.slice(0));
    this.publish('monitor.batch', { events, skipped: 0 });
  }

  /** Many values at once, as the real engine sends them: nothing is routed. */
  show(indexes: readonly number[], values: readonly number[]): void {
    const frame = encodeValues(indexes, values, indexes.length);
    for (const server of this.#servers) server.sendValues(frame.slice(0));
  }

  indexOf(ref: string): number {
    return this.#indexes.get(ref) ?? -1;
  }

  publish(name: string, payload: unknown): void {
    for (const server of this.#servers) server.publish(name, payload);
  }

  edit(label: string, operations: readonly Operation[]): { revision: number } {
    const { inverse } = this.#apply(label, operations);
    this.#past.push({ label, operations: inverse });
    this.#future.length = 0;
    return this.#announce(label, operations);
  }

  #apply(_label: string, operations: readonly Operation[]) {
    const applied = applyEdit(this.document, operations);
    this.document = applied.document;
    this.#revision++;
    this.#intern();
    return applied;
  }

  #announce(label: string, operations: readonly Operation[]): { revision: number } {
    const { document: _, ...state } = this.#state();
    this.publish('patch.edited', { revision: this.#revision, client: '', label, operations, state });
    this.publish('devices.instancesChanged', this.#instances());
    this.publish('devices.channelsChanged', this.#channels());
    return { revision: this.#revision };
  }

  #step(from: Edit[], to: Edit[], what: string): { revision: number } {
    const edit = from.pop();
    if (!edit) throw fail('patch.nothing-to-undo', { what });
    const { inverse } = this.#apply(edit.label, edit.operations);
    to.push({ label: edit.label, operations: inverse });
    return this.#announce(edit.label, edit.operations);
  }

  #replace(document: PatchDocument, path: string | undefined): PatchState {
    this.document = document;
    this.#path = path;
    this.#saved = ++this.#revision;
    this.#intern();
    this.publish('patch.replaced', this.#state());
    this.publish('devices.channelsChanged', this.#channels());
    return this.#state();
  }

  #state(): PatchState {
    return {
      document: this.document,
      revision: this.#revision,
      path: this.#path,
      name:
        this.#path
          ?.split('/')
          .at(-1)
          ?.replace(/\.\w+$/, '') ?? '',
      dirty: this.#revision !== this.#saved,
      undo: this.#past.at(-1)?.label,
      redo: this.#future.at(-1)?.label,
    };
  }

  async #answer(name: string, request: ServiceRequest): Promise<unknown> {
    this.calls.push(name);
    const handler = this.#handlers[name];
    if (!handler) throw fail('contract.unknown-call', { name });
    return handler(request);
  }

  readonly #handlers: Handlers = {
    'host.info': () => ({ host: 'headless', version: '0.0.0', platform: 'fake', startedAt: 0 }),
    'files.list': () => ({ path: '/home/you', parent: '/home', entries: FILES }),
    'files.examples': () => [{ path: '/examples/a.crosspatch', title: 'Fader to OSC', summary: 'A fader.' }],
    'patch.get': () => this.#state(),
    'patch.edit': request => this.edit(String(request['label']), request['operations'] as Operation[]),
    'patch.undo': () => this.#step(this.#past, this.#future, 'undo'),
    'patch.redo': () => this.#step(this.#future, this.#past, 'redo'),
    'patch.new': () => this.#replace(EMPTY_PATCH, undefined),
    'patch.open': request => this.#replace(this.document, String(request['path'])),
    'patch.save': request =>
      this.#replace(this.document, (request['path'] as string | undefined) ?? this.#path),
    'patch.problems': () => this.problems,
    'patch.fix': () => ({ done: true }),
    'patch.recent': () => [{ path: '/home/you/show.crosspatch', name: 'show', openedAt: 0 }],
    'patch.recoveries': () => [],
    'devices.backends': () => FAKE_BACKENDS,
    'devices.instances': () => this.#instances(),
    'devices.channels': () => this.#channels(),
    'devices.values': () => [...this.#values],
    'devices.plugins': () => [],
    'devices.suggest': request => suggest(String(request['backend']), String(request['text'])),
    'devices.resolve': request => resolve(String(request['spec'])),
    'devices.detect': request => ({ on: request['on'] }),
    'devices.panic': () => ({ done: true }),
    'monitor.events': () => [],
    'monitor.why': () => [],
    'monitor.watch': request => ({ on: request['on'] }),
    'monitor.stats': () => ({ eventsPerSecond: 1240, p99: 0.08, coalesced: 0, dropped: 0, refused: 0 }),
    'log.recent': () => [
      { seq: 1, time: Date.now(), level: 'info', source: 'engine', text: 'Pretending to run' },
    ],
  };

  #instances(): readonly LiveInstance[] {
    return this.document.instances.map(({ name, backend }) => ({
      name,
      backend,
      status: { state: 'ok', detail: '' },
      received: 0,
      sent: 0,
      malformed: 0,
      dropped: 0,
      rate: 0,
    }));
  }

  /** Give every channel of the document a place. */
  #intern(): void {
    const refs = this.document.mappings.flatMap(one => [one.from, one.to]);
    const own = this.document.instances.flatMap(one => one.channels.map(spec => `${one.name}.${spec}`));
    for (const ref of [...own, ...refs].flatMap(expand)) {
      if (!this.#indexes.has(ref)) this.#indexes.set(ref, this.#indexes.size);
    }
  }

  #channels(): readonly LiveChannel[] {
    return [...this.#indexes].flatMap(([ref, index]) => {
      const parsed = parseChannelRef(ref);
      return parsed ? [{ index, ...parsed, source: true, target: true }] : [];
    });
  }

  #targets(index: number): number[] {
    return this.document.mappings
      .filter(one => !one.off)
      .flatMap(one => {
        const [from, to] = [expand(one.from), expand(one.to)];
        return from.flatMap((ref, i) => {
          if (this.indexOf(ref) !== index) return [];
          return from.length === 1
            ? to.map(target => this.indexOf(target))
            : this.indexOf(to[i] ?? to[0] ?? '');
        });
      })
      .filter(target => target !== index);
  }
}

const FILES = [
  { name: 'shows', path: '/home/you/shows', folder: true, modifiedAt: 0, size: 0 },
  { name: 'show.crosspatch', path: '/home/you/show.crosspatch', folder: false, modifiedAt: 0, size: 2000 },
];

function expand(ref: string): readonly string[] {
  const range = expandRange(ref);
  return range.ok ? range.channels : [];
}

function resolve(spec: string): unknown {
  if (spec.includes(' ')) {
    throw fail('backend.bad-channel', {
      instance: 'it',
      channel: spec,
      reason: 'it contains a space',
      help: '',
    });
  }
  return expand(spec).map(name => ({ name, label: name, source: !name.startsWith('label'), target: true }));
}

function suggest(backend: string, text: string): unknown {
  const examples = FAKE_BACKENDS.find(one => one.name === backend)?.channels.examples ?? [];
  return examples
    .filter(one => one.channel.startsWith(text))
    .map(one => ({ name: one.channel, label: one.meaning, source: true, target: true }));
}
