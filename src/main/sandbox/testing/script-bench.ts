import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Options } from '../../../shared/patch/options.ts';
import type { Backend, BackendInstance, BackendPlugin } from '../../../shared/plugin/backend.ts';
import { FakeHost } from '../../../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../../../shared/plugin/testing/virtual-clock.ts';
import { SystemClock } from '../../threads/system-clock.ts';
import { scriptBackend } from '../backend/script-backend.ts';
import type { Language } from '../backend/language.ts';
import type { ScriptInstance } from '../backend/script-instance.ts';
import type { ScriptRequests } from '../../../shared/script/requests.ts';

export interface ScriptSetup {
  readonly files: Readonly<Record<string, string>>;
  readonly options: Options;
  readonly name?: string;
  /** Channels to use, in order. */
  readonly channels?: readonly string[];
}

/** One script instance in a folder of its own, for tests. */
export class ScriptUnderTest {
  constructor(
    readonly host: FakeHost,
    readonly folder: string,
    private readonly clock: VirtualClock | undefined,
  ) {}

  get instance(): ScriptInstance {
    return this.host.instance as ScriptInstance;
  }
  /** Wait until everything that was sent has been handled. */
  async idle(): Promise<void> {
    await this.instance.settled();
    await this.instance.guest.sync();
    // Messages of the thread (logs, faults) and what is reported in the next turn.
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  async send(...events: readonly (readonly [string, number])[]): Promise<void> {
    this.host.send(...events);
    await this.idle();
  }
  /** Let virtual time pass. */
  async advance(ms: number): Promise<void> {
    this.clock?.advance(ms);
    await this.idle();
  }
  /** Outputs as "channel=value", and forgets them. */
  taken(): string[] {
    return this.host.emitted
      .splice(0)
      .map(({ channel, value }) => `${channel}=${Math.round(value * 1000) / 1000}`);
  }
  /** Forget what it sent and what went wrong. */
  forget(): void {
    this.host.problems.standing.length = 0;
    this.host.emitted.length = 0;
  }
  get log(): string[] {
    return this.host.memory.lines.map(line => line.text);
  }
  /** Lines of the log without their place. */
  get said(): string[] {
    return this.log.map(line => line.replace(/^[\w/]+\.\w+:\d+: /, ''));
  }
  get codes(): string[] {
    return this.host.problems.standing.map(problem => problem.code);
  }
  async write(path: string, text: string): Promise<void> {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  request<K extends keyof ScriptRequests>(
    op: K,
    params: ScriptRequests[K]['params'],
  ): Promise<ScriptRequests[K]['result']> {
    return this.instance.request(op, params) as Promise<ScriptRequests[K]['result']>;
  }
}

/** A backend for tests: many instances on one guest thread, cleaned up together. */
export class ScriptBench {
  readonly clock: VirtualClock | undefined;
  readonly plugin: BackendPlugin;
  #backend: Promise<Backend> | undefined;
  #folder: Promise<string> | undefined;
  readonly #scripts: ScriptUnderTest[] = [];
  #count = 0;
  #keeper: BackendInstance | undefined;

  /** `host` time is virtual: it stands still until `advance`. */
  constructor(
    readonly language: Language,
    time: 'own' | 'host' = 'host',
  ) {
    this.clock = time === 'host' ? new VirtualClock() : undefined;
    this.plugin = scriptBackend(language, { time });
  }

  /** Starts scripts of one module, `my`, whose texts all begin with `prelude`. */
  starter(prelude: string) {
    const { extensions, moduleOption } = this.language;
    return (text: string, channels: readonly string[], more: Options = {}, name = 'test') =>
      this.start({
        name,
        files: { [`my${extensions[0] ?? ''}`]: prelude + text },
        options: { [moduleOption]: 'my', ...more },
        channels,
      });
  }

  async start(setup: ScriptSetup): Promise<ScriptUnderTest> {
    const root = await (this.#folder ??= mkdtemp(join(tmpdir(), 'crosspatch-script-')));
    const folder = join(root, `patch${++this.#count}`);
    await mkdir(folder, { recursive: true });
    const host = new FakeHost({
      name: setup.name ?? 'test',
      options: setup.options,
      patchFolder: folder,
      clock: this.clock ?? new SystemClock(),
    });
    const script = new ScriptUnderTest(host, folder, this.clock);
    for (const [path, text] of Object.entries(setup.files)) await script.write(path, text);
    this.#backend ??= Promise.resolve(
      this.plugin.load({
        log: host.memory.log,
        clock: host.clock,
        // Kept between runs: it holds the Python snapshot, which takes seconds to make.
        dataFolder: join(import.meta.dirname, '../../../../node_modules/.cache/crosspatch-script-tests'),
        signal: new AbortController().signal,
      }),
    );
    const backend = await this.#backend;
    // The thread ends with its last instance; one without modules keeps it for the next test.
    this.#keeper ??= await backend.create(
      new FakeHost({ ...(this.clock ? { clock: this.clock } : {}) }).args,
    );
    await host.open(backend);
    for (const channel of setup.channels ?? []) host.add(channel);
    this.#scripts.push(script);
    await script.instance.settled();
    return script;
  }

  /** Unload the instances of one test; the thread stays for the next. */
  async clear(): Promise<void> {
    for (const script of this.#scripts.splice(0)) await script.instance.unload();
  }

  async close(): Promise<void> {
    await this.clear();
    await this.#keeper?.unload();
    await this.plugin.unload?.();
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
  }
}
