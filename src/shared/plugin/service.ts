import type { Clock, Dispose, Logger, PluginManifest, ProblemReporter } from './common.ts';
import type { OptionSpec } from './option.ts';
import type { SourceCatalogue } from './source.ts';

/** Who calls a service. */
export interface CallContext {
  /** Tells windows apart; empty for the program itself. */
  readonly client: string;
  readonly signal: AbortSignal;
}

/** A request is one JSON object; `op` says which of the service's verbs is meant. */
export interface ServiceRequest {
  readonly op: string;
  readonly [param: string]: unknown;
}

/** What a service's `load` returns and views receive. */
export type ServiceCallable = (request: ServiceRequest, call: CallContext) => Promise<unknown>;

/** Events to every window. Names are `service.topic`. */
export interface EventBus {
  publish(event: string, payload: unknown): void;
  subscribe(listener: (event: string, payload: unknown) => void): Dispose;
}

export interface ServiceArgs {
  readonly config: Readonly<Record<string, unknown>>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly problems: ProblemReporter;
  readonly bus: EventBus;
  /** A folder of the service's own in the user's data. */
  readonly dataFolder: string;
  readonly signal: AbortSignal;
  /** The sources of the directory. */
  readonly sources: SourceCatalogue;
  /** Called in reverse order when the service goes, and when its `load` fails: put here what must be undone. */
  readonly subscriptions: Dispose[];
  /** The other services, looked up when called, never while loading: order must not matter. */
  service(name: string): ServiceCallable | undefined;
}

export interface ServiceManifest extends PluginManifest {
  readonly kind: 'service';
  /** What can be configured, as the window shows it. */
  readonly options?: readonly OptionSpec[];
}

export interface ServicePlugin {
  readonly manifest: ServiceManifest;
  load(args: ServiceArgs): ServiceCallable | Promise<ServiceCallable>;
  unload?(): void | Promise<void>;
}

export interface ViewArgs {
  readonly config: Readonly<Record<string, unknown>>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly problems: ProblemReporter;
  readonly bus: EventBus;
  readonly signal: AbortSignal;
  /** As for services. */
  readonly subscriptions: Dispose[];
  readonly services: ReadonlyMap<string, ServiceCallable>;
}

export interface ViewManifest extends PluginManifest {
  readonly kind: 'view';
  /** Services without which it cannot work at all. */
  readonly requires?: readonly string[];
  /** It opens a port: it is loaded only when its configuration has a `port`. */
  readonly listens?: boolean;
  /** What can be configured, as the window shows it. A view that listens has at least `host` and `port`. */
  readonly options?: readonly OptionSpec[];
}

export interface ViewPlugin {
  readonly manifest: ViewManifest;
  load(args: ViewArgs): void | Promise<void>;
  unload?(): void | Promise<void>;
}
