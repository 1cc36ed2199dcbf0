import { mkdir } from 'node:fs/promises';
import { toCodedError } from '../../../shared/error/coded-error.ts';
import type { Clock, Dispose, Logger, ProblemReporter } from '../../../shared/plugin/common.ts';
import type { EventBus, ServiceCallable } from '../../../shared/plugin/service.ts';
import type { SourceView } from '../../../shared/plugin/source.ts';
import type { StartWorker } from '../../threads/start-worker.ts';
import type { Contribution } from '../discovery/discover.ts';
import { isOwnEvent, readProblem, readRequest, readText } from './check.ts';
import { PluginThread } from './plugin-thread.ts';
import type { Answer, FromPlugin } from './protocol.ts';

export interface PackageHostOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly startWorker: StartWorker;
  readonly bus: EventBus;
  readonly log: Logger;
  readonly problems: ProblemReporter;
  readonly dataFolder: string;
  services(): ReadonlyMap<string, ServiceCallable>;
  sources(): readonly SourceView[];
  patchFolder(): string | undefined;
  onDown(reason: string, ms: number): void;
  onUp(): void;
}

/** Messages that a plugin may send in a second beside its answers; more would keep the engine from its work. */
const MESSAGES_PER_SECOND = 2000;
/** Events that plugins do not hear: there are too many, or what a plugin logs would come back to it. */
const UNHEARD = /^(monitor|log)\./;

/** What one loaded source hears of its plugin. */
export interface UnitListener {
  status(state: 'ok' | 'degraded', message: string): void;
  changed(): void;
}

/** One package and its thread: passes on what the plugin says, after a check of every word. */
export class PackageHost {
  readonly #options: PackageHostOptions;
  readonly #thread: PluginThread;
  readonly #units = new Map<number, UnitListener>();
  readonly #calls = new AbortController();
  #unsubscribe: Dispose | undefined;
  #second = 0;
  #messages = 0;

  constructor(options: PackageHostOptions) {
    this.#options = options;
    this.#thread = new PluginThread({
      name: options.name,
      clock: options.clock,
      startWorker: options.startWorker,
      onMessage: message => this.#take(message),
      onDown: (reason, ms) => {
        for (const unit of this.#units.values()) unit.status('degraded', reason);
        options.onDown(reason, ms);
      },
      onUp: () => {
        for (const unit of this.#units.values()) {
          unit.status('ok', '');
          unit.changed();
        }
        options.onUp();
      },
    });
  }

  /** Load one plugin of the package in its thread; resolves with its unit. */
  async load({ kind, name, main }: Contribution, config: unknown, listener?: UnitListener): Promise<number> {
    const { dataFolder, services, sources, patchFolder, bus } = this.#options;
    await mkdir(dataFolder, { recursive: true }).catch(() => undefined);
    // Services and views hear events; a package of back-ends alone does not need them.
    if (kind !== 'source')
      this.#unsubscribe ??= bus.subscribe((event, payload) => this.#publish(event, payload));
    const unit = await this.#thread.load({
      kind,
      name,
      main,
      config: JSON.parse(JSON.stringify(config)) as unknown,
      dataFolder,
      patchFolder: patchFolder(),
      services: [...services().keys()],
      sources: JSON.parse(JSON.stringify(sources())) as readonly SourceView[],
    });
    if (listener) this.#units.set(unit, listener);
    return unit;
  }

  call(unit: number, method: string, args: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    return this.#thread.call(unit, method, args, signal);
  }

  async unload(unit: number): Promise<void> {
    this.#units.delete(unit);
    await this.#thread.unload(unit);
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#calls.abort();
    await this.#thread.stop();
  }

  #publish(event: string, payload: unknown): void {
    if (UNHEARD.test(event)) return;
    try {
      this.#thread.publish(event, payload);
    } catch {
      // What cannot be copied cannot be told to another thread.
    }
  }

  #take(message: Exclude<FromPlugin, Answer | { t: 'pong' }>): void {
    if (this.#floods())
      return this.#thread.restart(`it sent more than ${MESSAGES_PER_SECOND} messages in a second`);
    const { log, problems, bus, name } = this.#options;
    switch (message.t) {
      case 'log':
        return log[readLevel(message.level)](readText(message.text));
      case 'problem': {
        const problem = readProblem(message.report, name);
        return problem ? problems.report(problem) : log.warn('it reported a problem of a wrong shape');
      }
      case 'clear-problems':
        return problems.clear(typeof message.code === 'string' ? message.code : undefined);
      case 'publish':
        return isOwnEvent(message.event)
          ? bus.publish(message.event, message.payload)
          : log.warn('it may not send that event');
      case 'status':
        return this.#units
          .get(message.unit)
          ?.status(message.state === 'degraded' ? 'degraded' : 'ok', readText(message.message ?? ''));
      case 'changed':
        return this.#units.get(message.unit)?.changed();
      case 'service':
        return void this.#serve(message.call, message.service, message.request);
      default:
        log.warn('it sent something that is no message');
    }
  }

  #floods(): boolean {
    const second = Math.floor(this.#options.clock.now() / 1000);
    if (second !== this.#second) this.#messages = 0;
    this.#second = second;
    return ++this.#messages > MESSAGES_PER_SECOND;
  }

  async #serve(call: number, service: string, request: unknown): Promise<void> {
    try {
      const callable = this.#options.services().get(service);
      if (!callable) throw new Error(`there is no service "${readText(service)}"`);
      const context = { client: `plugin ${this.#options.name}`, signal: this.#calls.signal };
      const value = await callable(readRequest(request), context);
      this.#thread.answer({
        t: 'done',
        call,
        value: value === undefined ? null : JSON.parse(JSON.stringify(value)),
      });
    } catch (thrown) {
      const { code, message } = toCodedError(thrown);
      this.#thread.answer({ t: 'failed', call, code, message });
    }
  }
}

function readLevel(level: unknown): keyof Logger {
  return level === 'debug' || level === 'warn' || level === 'error' ? level : 'info';
}
