import { messageOf } from '../../../shared/error/coded-error.ts';
import type { JsonValue } from '../../../shared/patch/document.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import type { LogLevel } from '../../../shared/plugin/common.ts';
import type { Guest } from '../host/guest.ts';
import type { GuestOwner, GuestState } from '../host/guest-owner.ts';
import type { GuestPool } from '../host/guest-pool.ts';
import type { Fault, FaultReport, LoadReport } from '../link/messages.ts';
import { ModuleWatcher } from '../modules/module-watcher.ts';
import type { Reach } from '../sockets/policy.ts';
import { fileOf, readScriptConfig, type ScriptConfig } from './config.ts';
import { type Language, moduleName } from './language.ts';
import { ScriptFiles } from './script-files.ts';
import { ScriptProblems } from './script-problems.ts';
import { answerScriptRequest } from './script-requests.ts';
import { grantOf, readGrants, TRUST_SECTION } from './trust.ts';

/** Overload is told this often at most, ms: telling must not add to it. */
const OVERLOAD_EVERY = 1000;

export interface ScriptChannel {
  readonly name: string;
  readonly use: ChannelUse;
  handler: boolean;
}

/** One `python`, `lua` or `script` instance. */
export class ScriptInstance implements BackendInstance, GuestOwner {
  readonly name: string;
  readonly policy = {
    allows: (reach: Reach, host: string, port: number) => this.#allows(reach, host, port),
    warn: (text: string) => this.log('warn', text),
  };
  readonly files: ScriptFiles;
  readonly channels: (ScriptChannel | undefined)[] = [];
  readonly guest: Guest;
  restarts = 0;
  /** Faults of the version that was tried last; empty when it runs. */
  diagnostics: readonly Fault[] = [];
  loadedAt: number | undefined;
  #config: ScriptConfig;
  readonly #problems: ScriptProblems;
  #watcher: ModuleWatcher;
  #settled: Promise<unknown>;
  #checkingHandlers = false;
  #coalesced = 0;
  #overloadToldAt = -Infinity;

  constructor(
    readonly args: InstanceArgs,
    readonly language: Language,
    private readonly pool: GuestPool,
    dataFolder: string,
  ) {
    this.name = args.name;
    this.#config = readScriptConfig(args.name, language, args.options);
    this.#problems = new ScriptProblems(args.name, args.problems, language.limits.softMs);
    for (const problem of this.#config.problems) args.problems.report(problem);
    this.files = new ScriptFiles(args.name, args.patchFolder, dataFolder, language);
    this.#watcher = this.#watch();
    args.status({ state: 'waiting', detail: `starting ${language.title}` });
    this.guest = pool.open(this);
    this.#settled = this.files.open(this.#config.modules).then(() => this.reload());
  }

  get config(): ScriptConfig {
    return this.#config;
  }

  /** Resolves when the loads that were asked for are done. */
  async settled(): Promise<void> {
    await this.#settled;
  }

  /** Load the files as they are now. */
  reload(): Promise<LoadReport> {
    this.#problems.loading();
    this.#watcher.set(this.#watched());
    this.files.readAhead(this.#named());
    const loading = this.guest.load(this.#config.modules, this.#config.defaultHandler);
    const done = loading.then(report => {
      this.#loaded(report);
      return report;
    });
    this.#settled = done;
    return done;
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    this.channels[local] = { name: channel, use, handler: this.channels[local]?.handler ?? false };
    this.guest.addChannel(local, channel, use.target);
    this.#checkHandlers();
  }
  removeChannel(local: number): void {
    this.channels[local] = undefined;
    this.guest.removeChannel(local);
    this.#checkHandlers();
  }

  receive(batch: EventBatch): void {
    this.guest.receive(batch);
    const { counters } = this.args;
    counters.sent += batch.end - batch.start;
    counters.lastActivity = this.args.clock.now();
    const { coalesced } = this.guest.backlog;
    if (coalesced === this.#coalesced) return;
    counters.dropped += coalesced - this.#coalesced;
    this.#coalesced = coalesced;
    const now = this.args.clock.now();
    if (this.guest.state !== 'running' || now - this.#overloadToldAt < OVERLOAD_EVERY) return;
    this.#overloadToldAt = now;
    this.#problems.overload(coalesced);
  }

  configure(options: Options): boolean {
    const config = readScriptConfig(this.name, this.language, options);
    if (config.isolated !== this.#config.isolated) return false;
    this.#config = config;
    this.args.problems.clear('backend.bad-option');
    this.args.problems.clear('backend.unknown-option');
    for (const problem of config.problems) this.args.problems.report(problem);
    void this.files.open(config.modules).then(() => this.reload());
    return true;
  }

  /** What a window may ask, see src/shared/script/requests.ts. */
  request(op: string, params: unknown): unknown {
    return answerScriptRequest(this, op, params);
  }

  /** Everything that the script switched on goes to zero. */
  panic(): void {
    this.#release(() => true);
  }

  /** The modules go with the patch; the script is loaded anew only when the new folder has others of these names. */
  moved(patchFolder: string | undefined): void {
    const moving = this.#settled.then(() => this.#follow(patchFolder));
    this.#settled = moving.catch((thrown: unknown) => {
      this.args.log.error(`the modules could not follow the patch: ${messageOf(thrown)}`);
    });
  }

  async unload(): Promise<void> {
    this.#watcher.close();
    await this.pool.release(this.guest);
  }

  emit(local: number, value: number, cause: number): void {
    this.args.counters.received++;
    this.args.emit(local, value, cause);
  }
  log(level: LogLevel, text: string): void {
    this.args.log[level](text);
  }
  source(path: string): Promise<string | undefined> {
    return this.files.take(path);
  }

  fault(report: FaultReport): void {
    const trigger =
      report.local === undefined
        ? ''
        : `"${this.channels[report.local]?.name ?? ''}" with value ${report.value ?? 0}`;
    this.#problems.fault(report, trigger);
    this.args.log.error(`${report.message}${report.trace ? `\n${report.trace}` : ''}`);
    this.args.notify('fault', report);
  }

  bound(local: number, handler: boolean): void {
    const channel = this.channels[local];
    if (channel) channel.handler = handler;
    this.#checkHandlers();
  }

  refused(over: number, invalid: number): void {
    if (over > 0) this.#problems.tooManyOutputs(over, this.language.limits.outputs);
    this.args.counters.malformed += invalid;
  }

  killed(reason: string, local: number | undefined): void {
    this.restarts++;
    const channel = local === undefined ? undefined : this.channels[local];
    const value = local === undefined ? 0 : (this.guest.values(local)?.input ?? 0);
    const what = channel ? `The handler of "${channel.name}" with value ${value}` : 'The script';
    this.#problems.killed(what);
    this.args.log.error(`${what} was stopped: ${reason}`);
    const { safeState, release } = this.#config;
    this.#release(name => safeState === 'zero' || release.test(name));
  }

  restored(report: LoadReport): void {
    if (report.ok) this.#problems.engineFailed(undefined);
    else this.#problems.loadFailed(report.faults, 'the script', false);
  }
  engineFailed(reason: string): void {
    this.#problems.engineFailed({ language: this.language.title, reason });
    this.args.log.error(`the ${this.language.title} engine stopped: ${reason}`);
  }

  state(state: GuestState): void {
    const title = this.language.title;
    const text = {
      starting: { state: 'waiting', detail: `starting ${title}` },
      running: { state: 'ok', detail: '' },
      restarting: { state: 'waiting', detail: `starting ${title} again` },
      failed: { state: 'error', detail: this.diagnostics[0]?.message ?? 'no version of it loads' },
    } as const;
    this.args.status(text[state]);
    this.args.notify('status', { state });
  }

  announceFiles(): void {
    this.args.notify('files', {});
  }

  /** Channels by number with their names, for requests. */
  localOf(name: string): number | undefined {
    const local = this.channels.findIndex(channel => channel?.name === name);
    return local < 0 ? undefined : local;
  }

  #loaded(report: LoadReport): void {
    if (this.guest.closed) return;
    this.diagnostics = report.ok ? [] : report.faults;
    if (report.ok) {
      this.loadedAt = this.args.clock.wall();
      this.#problems.loaded();
      const handlers = new Set(report.handlers);
      this.channels.forEach((channel, local) => {
        if (channel) channel.handler = handlers.has(local);
      });
      const { defaultHandler } = this.#config;
      const bad = report.defaultHandler === false ? defaultHandler : undefined;
      this.#problems.defaultHandler(bad, this.language.qualified ? 'module.function' : 'function');
    } else {
      const running = this.guest.version !== undefined;
      const fallback = this.#config.modules[0] ?? 'the script';
      this.#problems.loadFailed(report.faults, fallback, running);
      for (const fault of report.faults) {
        this.args.log.error(`${fault.file ?? fallback}:${fault.line ?? 0}: ${fault.message}`);
      }
      if (!running) this.state('failed');
    }
    this.#checkHandlers();
    this.#watcher.set(this.#watched());
    this.args.notify('loaded', { ok: report.ok, diagnostics: report.faults });
  }

  /** Report channels without a handler, once for many changes. */
  #checkHandlers(): void {
    if (this.#checkingHandlers) return;
    this.#checkingHandlers = true;
    setImmediate(() => {
      this.#checkingHandlers = false;
      if (this.guest.closed || this.guest.state !== 'running' || !this.language.qualified) return;
      const missing = this.channels.flatMap(channel =>
        channel?.use.target === true && !channel.handler && channel.name.includes('.') ? [channel.name] : [],
      );
      const modules = this.#config.modules.map(path => moduleName(path, this.language.extensions));
      this.#problems.missingHandlers(missing, modules.join(', ') || 'this script: it has no module');
    });
  }

  #watch(): ModuleWatcher {
    return new ModuleWatcher(
      this.files.folder.root,
      () => void this.#reloadIfChanged(),
      reason => this.args.log.warn(`files cannot be watched: ${reason}`),
    );
  }

  /** Files of the modules that the options name. */
  #named(): string[] {
    return this.#config.modules.map(path => fileOf(path, this.language));
  }

  /** Files whose change asks for a new load. */
  #watched(): ReadonlySet<string> {
    return new Set([...(this.guest.attempt?.sources.keys() ?? []), ...this.#named()]);
  }

  async #follow(patchFolder: string | undefined): Promise<void> {
    await this.files.moveTo(patchFolder, this.#watched());
    this.#watcher.close();
    this.#watcher = this.#watch();
    this.#watcher.set(this.#watched());
    if (!this.guest.closed && (await this.#changed())) await this.reload();
    this.announceFiles();
  }

  async #reloadIfChanged(): Promise<void> {
    await this.#settled.catch(() => undefined);
    if (this.guest.closed) return;
    if (!(await this.#changed())) return;
    await this.reload();
    this.announceFiles();
  }

  async #changed(): Promise<boolean> {
    const sources = this.guest.attempt?.sources ?? new Map<string, string>();
    for (const [path, text] of sources) {
      if ((await this.files.read(path).catch(() => undefined)) !== text) return true;
    }
    if (this.diagnostics.length === 0) return false;
    // A module that was missing may be there now.
    for (const file of this.#named()) {
      if (!sources.has(file) && (await this.files.read(file).catch(() => undefined)) !== undefined)
        return true;
    }
    return false;
  }

  #release(which: (channel: string) => boolean): void {
    this.channels.forEach((channel, local) => {
      const values = channel && this.guest.values(local);
      if (!channel || !values || values.output === 0 || !which(channel.name)) return;
      this.guest.forceOutput(local, 0);
    });
  }

  #allows(reach: Reach, host: string, port: number): boolean {
    const section: JsonValue | undefined = this.args.section?.(TRUST_SECTION);
    if (readGrants(section).includes(grantOf(reach, host, port))) return true;
    this.#problems.askForHost(reach, host, port);
    return false;
  }
}
