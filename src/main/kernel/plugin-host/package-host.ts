import { mkdir } from 'node:fs/promises';
import { toCodedError } from '../../../shared/error/coded-error.ts';
import type { Clock, Dispose, Logger, ProblemReporter } from '../../../shared/plugin/common.ts';
import type { EventBus, ServiceCallable } from '../../../shared/plugin/service.ts';
import type { SourceView } from '../../../shared/plugin/source.ts';
import type { StartWorker } from '../../threads/start-worker.ts';
import type { Contribution } from '../discovery/discover.ts';
import { isOwnEvent, readPayload, readProblem, readRequest, readText } from './check.ts';
import { PluginThread, type Said } from './plugin-thread.ts';
import type { Answer } from './protocol.ts';

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
  /** `fault` says why something is not loaded again. */
  onUp(fault: string | undefined): void;
}

/** Events that plugins do not hear: there are too many, or what a plugin logs would come back to it. */
const UNHEARD = /^(monitor|log)\./;

/** What one loaded source hears of its plugin. */
export interface UnitListener {
  status(state: 'ok' | 'degraded', message: string): void;
  changed(): void;
}

export interface UnitOrder {
  readonly config: unknown;
  readonly signal: AbortSignal;
  readonly listener?: UnitListener;
}

/** One package and its thread: passes on what the plugin says, after a check of every word. */
export class PackageHost {
  readonly #options: PackageHostOptions;
  readonly #thread: PluginThread;
  readonly #units = new Map<number, UnitListener>();
  readonly #calls = new AbortController();
  #unsubscribe: Dispose | undefined;

  constructor(options: PackageHostOptions) {
    this.#options = options;
    this.#thread = new PluginThread({
      name: options.name,
      clock: options.clock,
      startWorker: options.startWorker,
      onMessage: (message, reply) => this.#take(message, reply),
      onDown: (reason, ms) => {
        for (const unit of this.#units.values()) unit.status('degraded', reason);
        options.onDown(reason, ms);
      },
      onUp: (units, fault) => {
        for (const number of units) {
          const unit = this.#units.get(number);
          unit?.status('ok', '');
          unit?.changed();
        }
        options.onUp(fault);
      },
    });
  }

  /** Load one plugin of the package in its thread; resolves with its unit. Given up when the signal fires. */
  async load({ kind, name, main }: Contribution, { config, signal, listener }: UnitOrder): Promise<number> {
    const { dataFolder, services, sources, patchFolder, bus } = this.#options;
    await mkdir(dataFolder, { recursive: true }).catch(() => undefined);
    // Services and views hear events; a package of back-ends alone does not need them.
    if (kind !== 'source')
      this.#unsubscribe ??= bus.subscribe((event, payload) => this.#publish(event, payload));
    const order = {
      kind,
      name,
      main,
      config: JSON.parse(JSON.stringify(config)) as unknown,
      dataFolder,
      patchFolder: patchFolder(),
      services: [...services().keys()],
      sources: JSON.parse(JSON.stringify(sources())) as readonly SourceView[],
    };
    const unit = await this.#thread.load(order, signal);
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

  #take(message: Said, reply: (answer: Answer) => void): void {
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
          ? bus.publish(message.event, readPayload(message.payload))
          : log.warn('it may not send that event');
      case 'status':
        return this.#units
          .get(message.unit)
          ?.status(message.state === 'degraded' ? 'degraded' : 'ok', readText(message.message ?? ''));
      case 'changed':
        return this.#units.get(message.unit)?.changed();
      case 'service':
        return void this.#serve(message, reply);
      default:
        log.warn('it sent something that is no message');
    }
  }

  async #serve(
    { call, service, request }: Extract<Said, { t: 'service' }>,
    reply: (answer: Answer) => void,
  ): Promise<void> {
    try {
      const callable = this.#options.services().get(service);
      if (!callable) throw new Error(`there is no service "${readText(service)}"`);
      const context = { client: `plugin ${this.#options.name}`, signal: this.#calls.signal };
      const value = await callable(readRequest(request), context);
      reply({ t: 'done', call, value: value === undefined ? null : JSON.parse(JSON.stringify(value)) });
    } catch (thrown) {
      const { code, message } = toCodedError(thrown);
      reply({ t: 'failed', call, code, message });
    }
  }
}

function readLevel(level: unknown): keyof Logger {
  return level === 'debug' || level === 'warn' || level === 'error' ? level : 'info';
}
