import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProblemReport } from '../../../shared/error/problem.ts';
import { applyEdit } from '../../../shared/patch/apply.ts';
import { EMPTY_PATCH, type PatchDocument } from '../../../shared/patch/document.ts';
import type { Operation } from '../../../shared/patch/operation.ts';
import type { ServicePlugin } from '../../../shared/plugin/service.ts';
import type { Entry, QueryArgs, Source, SourceArgs, SourcePlugin } from '../../../shared/plugin/source.ts';
import { memoryLog } from '../../../shared/plugin/testing/fake-host.ts';
import type { AppOptions } from '../../app-api.ts';
import { DirectoryParts } from '../../directory-parts.ts';
import { Bus } from '../../kernel/event-bus.ts';
import { Kernel } from '../../kernel/kernel.ts';
import type { OptionalPlugin } from '../../kernel/plugin-unit.ts';
import { startWorker } from '../../threads/start-worker.ts';
import { SystemClock } from '../../threads/system-clock.ts';

export const D1 =
  'fn,ln,num\nAlice,AAA,5555555555\nBob,BBB,5555551234\nCharles,CCC,555123555\nqwerty,azerty,1111\n';
export const D2 =
  'clientno,firstname,lastname,number,mobile\n1,Alice,Alan,1111,11112\n2,Bob,Binette,2222,\n3,Charles,Cote,3333,\n';

export const DISPLAY = {
  name: 'default',
  columns: [
    { title: 'Firstname', field: 'firstname' },
    { title: 'Lastname', field: 'lastname' },
    { title: 'Number', field: 'number' },
  ],
};

export interface HttpReply {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly type: string | null;
}

type Services = Readonly<Record<string, { timeout?: number | null; sources?: readonly string[] }>>;

/** A directory with its HTTP API, real files in a folder of its own, and the plugins that a test adds. */
export class DirectoryTestWorld {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'crosspatch-directory-')));
  readonly memory = memoryLog();
  readonly problems = new Map<string, ProblemReport[]>();
  readonly bus = new Bus();
  readonly clock = new SystemClock();
  readonly extra: OptionalPlugin[] = [];
  /** Addresses of the command line. */
  views: AppOptions['views'] = { http: { host: '127.0.0.1', port: 0 } };
  document: PatchDocument = EMPTY_PATCH;
  kernel!: Kernel;
  parts!: DirectoryParts;
  address = '';

  path(name: string): string {
    return join(this.folder, name);
  }

  file(name: string, content: string | Uint8Array): string {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  json(name: string, value: unknown): string {
    return this.file(name, JSON.stringify(value));
  }

  /** The user's settings of the directory, before the start. */
  settings(value: unknown): void {
    this.json('data/directory/directory.json', value);
  }

  /** The three CSV sources of the conformance cases. */
  sources(): Record<string, unknown>[] {
    const [test, other] = [this.file('test.csv', D1), this.file('other.csv', D2)];
    const my = {
      name: 'my_csv',
      backend: 'csv',
      file: test,
      searched_columns: ['ln', 'fn'],
      first_matched_columns: ['num'],
      format_columns: { lastname: '{ln}', firstname: '{fn}', number: '{num}', reverse: '{fn} {ln}' },
    };
    const second = { name: 'second_csv', backend: 'csv', file: test, searched_columns: ['ln'] };
    const third = {
      name: 'third_csv',
      backend: 'csv',
      file: other,
      unique_column: 'clientno',
      searched_columns: ['firstname', 'lastname', 'number'],
      first_matched_columns: ['number', 'mobile'],
      format_columns: { reverse: '{firstname} {lastname}' },
    };
    return [my, second, third];
  }

  /** A profile over sources, each service with its timeout. */
  profile(sources: readonly string[], services: Services = { lookup: {}, reverse: {}, favorites: {} }) {
    const all = Object.entries(services).map(([name, { timeout, sources: own = sources }]) => [
      name,
      {
        sources: own.map(source => ({ name: source })),
        ...(timeout === undefined ? {} : { options: { timeout } }),
      },
    ]);
    return { name: 'default', display: 'default', services: Object.fromEntries(all) as unknown };
  }

  /** The usual world: sources, the profile `default` over all of them, its display. */
  usual(sources: readonly Record<string, unknown>[], services?: Services): void {
    const names = sources.map(source => String(source['name']));
    this.settings({ sources, profiles: [this.profile(names, services)], displays: [DISPLAY] });
  }

  async start(token = 'secret'): Promise<void> {
    this.kernel = new Kernel({
      clock: this.clock,
      log: this.memory.log,
      problems: owner => this.#reporter(owner),
      sources: () => this.parts.directory.catalogue,
    });
    this.parts = new DirectoryParts({
      clock: this.clock,
      bus: this.bus,
      kernel: this.kernel,
      options: {
        appFolder: this.path('app'),
        dataFolder: this.path('data'),
        startWorker,
        views: this.views ?? {},
      },
      token,
      log: () => this.memory.log,
      problems: owner => this.#reporter(owner),
      patchFolder: () => this.folder,
      extra: this.extra,
      onListen: (view, address) => {
        if (view === 'http') this.address = address;
      },
    });
    for (const plugin of [this.#patchService(), this.parts.pluginsService()])
      await this.kernel.loadService(plugin, this.#args());
    await this.parts.start();
    await this.parts.loadPackages();
    await this.parts.directory.settled();
  }

  async stop(): Promise<void> {
    await this.kernel?.unloadServices();
    await this.parts?.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async http(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpReply> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${this.address}/0.1${path}`, {
      method,
      headers: { 'X-Auth-Token': 'secret', ...headers },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type');
    const json = type?.includes('json') === true ? (JSON.parse(text) as unknown) : undefined;
    return { status: response.status, body: json, text, type };
  }

  /** The values of a lookup's rows. */
  async lookup(term: string, profile = 'default'): Promise<unknown[][]> {
    const { body } = await this.http(
      'GET',
      `/directories/lookup/${profile}?term=${encodeURIComponent(term)}`,
    );
    return (body as { results: { column_values: unknown[] }[] }).results.map(row => row.column_values);
  }

  async reverse(
    exten: string,
  ): Promise<{ display: unknown; source: unknown; fields: object; exten: string }> {
    const { body } = await this.http(
      'GET',
      `/directories/reverse/default/local?exten=${encodeURIComponent(exten)}`,
    );
    return body as never;
  }

  /** Call a service as a window does. */
  call(service: string, op: string, params: object = {}, client = 'w1'): Promise<unknown> {
    const callable = this.kernel.services.get(service);
    if (!callable) throw new Error(`no service ${service}`);
    return callable({ ...params, op }, { client, signal: new AbortController().signal });
  }

  logged(text: string): boolean {
    return this.memory.lines.some(line => line.text.includes(text));
  }

  standing(): string[] {
    return [...this.problems.values()].flat().map(problem => problem.message);
  }

  edit(operations: readonly Operation[], label = 'Edit'): void {
    this.document = applyEdit(this.document, operations, () => undefined).document;
    this.bus.publish('patch.edited', { label, operations });
  }

  #patchService(): ServicePlugin {
    return {
      manifest: { kind: 'service', name: 'patch', title: 'Patch' },
      load: () => async request => {
        if (request.op === 'edit')
          this.edit(request['operations'] as readonly Operation[], String(request['label']));
        return { document: this.document };
      },
    };
  }

  #args() {
    return {
      config: {},
      log: this.memory.log,
      clock: this.clock,
      problems: this.#reporter('test'),
      bus: this.bus,
      dataFolder: this.path('data'),
    };
  }

  #reporter(owner: string) {
    return {
      report: (problem: ProblemReport) =>
        void this.problems.set(owner, [...(this.problems.get(owner) ?? []), problem]),
      clear: (code?: string) =>
        void this.problems.set(
          owner,
          (this.problems.get(owner) ?? []).filter(one => code !== undefined && one.code !== code),
        ),
    };
  }
}

export interface FakeSourceOptions {
  /** Milliseconds until an answer comes. */
  readonly delay?: number;
  readonly entries?: readonly Record<string, string>[];
  load?(args: SourceArgs): void | Promise<void>;
  search?(term: string, args: QueryArgs): never;
  onUnload?(): void;
}

/** A back-end whose sources answer as a test says. */
export function fakeSource(name: string, options: FakeSourceOptions = {}): SourcePlugin {
  return {
    manifest: { kind: 'source', name, title: name },
    async load(args): Promise<Source> {
      await options.load?.(args);
      const entries = (options.entries ?? []).map(fields => args.makeEntry(fields));
      const later = async <T>(value: T): Promise<T> => {
        if (options.delay !== undefined) await new Promise(resolve => setTimeout(resolve, options.delay));
        return value;
      };
      const has = (entry: Entry, text: string) =>
        Object.values(entry.fields).some(v => String(v).toLowerCase().includes(text.toLowerCase()));
      return {
        search: (term, query) =>
          options.search?.(term, query) ?? later(entries.filter(entry => has(entry, term))),
        firstMatch: (key, query) =>
          options.search?.(key, query) ?? later(entries.find(entry => has(entry, key)) ?? null),
        list: (_ids, query) => options.search?.('', query) ?? later(entries),
        ...(options.onUnload ? { unload: options.onUnload } : {}),
      };
    },
  };
}
