import { join } from 'node:path';
import { fail, messageOf } from '../../../shared/error/coded-error.ts';
import { problemOf } from '../../../shared/error/problem.ts';
import type { Clock, Logger, ProblemReporter } from '../../../shared/plugin/common.ts';
import type { EventBus, ServiceCallable, ServicePlugin, ViewPlugin } from '../../../shared/plugin/service.ts';
import type { SourceCatalogue, SourcePlugin, SourceView } from '../../../shared/plugin/source.ts';
import type { StartWorker } from '../../threads/start-worker.ts';
import type { Contribution } from '../discovery/discover.ts';
import { PackageHost } from './package-host.ts';
import { serviceProxy, viewProxy } from './service-proxy.ts';
import { sourceProxy } from './source-proxy.ts';
import { sourcesCallable } from './sources-service.ts';

export interface HostsOptions {
  readonly clock: Clock;
  readonly startWorker: StartWorker;
  readonly bus: EventBus;
  /** Below it each package has a folder of its own. */
  readonly dataFolder: string;
  log(source: string): Logger;
  problems(owner: string): ProblemReporter;
  /** What a plugin may call: looked up at each call. */
  services(): ReadonlyMap<string, ServiceCallable>;
  sources(): SourceCatalogue;
  patchFolder(): string | undefined;
  /** A package's thread fell (with the reason) or runs again (without). */
  onState(folder: string, reason: string | undefined): void;
}

/** The threads of third-party packages, one each, made when the first of a package's plugins is loaded. */
export class PackageHosts {
  readonly #hosts = new Map<string, PackageHost>();

  constructor(private readonly options: HostsOptions) {}

  /** A plugin as the kernel wants it, whose code runs in its package's thread. */
  plugin(contribution: Contribution): SourcePlugin | ServicePlugin | ViewPlugin {
    const host = () => this.#hostOf(contribution);
    if (contribution.kind === 'source') return sourceProxy(contribution, host);
    if (contribution.kind === 'service') return serviceProxy(contribution, host);
    return viewProxy(contribution, host);
  }

  /** End a package's thread; the next load starts a new one. */
  async drop(folder: string): Promise<void> {
    const host = this.#hosts.get(folder);
    this.#hosts.delete(folder);
    await host?.stop();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#hosts.keys()].map(folder => this.drop(folder)));
  }

  #hostOf({ folder, package: name }: Contribution): PackageHost {
    const known = this.#hosts.get(folder);
    if (known) return known;
    const { options } = this;
    const log = options.log(name);
    const problems = options.problems(`package ${name}`);
    const host = new PackageHost({
      name,
      clock: options.clock,
      startWorker: options.startWorker,
      bus: options.bus,
      log,
      problems,
      dataFolder: join(options.dataFolder, name.replaceAll('/', '_')),
      services: () => withSources(options),
      sources: () => options.sources().list().map(viewOf),
      patchFolder: () => options.patchFolder(),
      onDown: (reason, ms) => {
        const error = fail('kernel.plugin-failed', { name, reason });
        log.error(`${error.message} It is started again in ${ms / 1000} s.`);
        problems.report(problemOf(error, { kind: 'plugin', plugin: name }));
        options.onState(folder, messageOf(error));
      },
      onUp: fault => {
        problems.clear('kernel.plugin-failed');
        if (fault !== undefined) {
          log.warn(`It runs again, but not all of it: ${fault}`);
          const error = fail('kernel.plugin-failed', { name, reason: fault });
          problems.report(problemOf(error, { kind: 'plugin', plugin: name }));
        }
        options.onState(folder, fault);
      },
    });
    this.#hosts.set(folder, host);
    return host;
  }
}

/** The catalogue travels as one more callable. */
function withSources(options: HostsOptions): ReadonlyMap<string, ServiceCallable> {
  return new Map([...options.services(), ['sources', sourcesCallable(() => options.sources())]]);
}

function viewOf({ name, backend, config, state, message }: SourceView): SourceView {
  return { name, backend, config, state, message };
}
