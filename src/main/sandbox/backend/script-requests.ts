import { z } from 'zod';
import { fail } from '../../../shared/error/coded-error.ts';
import type {
  ModuleFile,
  ScriptRequests,
  ScriptStatus,
  ScriptValue,
} from '../../../shared/script/requests.ts';
import type { ChannelUse } from '../../../shared/plugin/backend.ts';
import type { Guest } from '../host/guest.ts';
import type { Fault, GuestStats, LoadReport } from '../link/messages.ts';
import { fileOf, type ScriptConfig } from './config.ts';
import { type Language, moduleName } from './language.ts';
import { digestOf, type ScriptFiles } from './script-files.ts';
import { generateTypes } from './script-types.ts';
import { writeModules } from './script-write-all.ts';

/** What a request needs of the instance that it is about. */
export interface ScriptSubject {
  readonly files: ScriptFiles;
  readonly language: Language;
  readonly config: ScriptConfig;
  readonly guest: Guest;
  readonly channels: readonly (
    { readonly name: string; readonly use: ChannelUse; readonly handler: boolean } | undefined
  )[];
  readonly restarts: number;
  readonly diagnostics: readonly Fault[];
  /** Epoch milliseconds at which the version that runs was loaded. */
  readonly loadedAt: number | undefined;
  reload(): Promise<LoadReport>;
  /** Tell the windows that module files have changed. */
  announceFiles(): void;
  localOf(name: string): number | undefined;
}

const path = z.string().min(1).max(400);
const text = z.string().max(1024 * 1024);
const SCHEMAS = {
  files: z.strictObject({}),
  read: z.strictObject({ path }),
  write: z.strictObject({
    path,
    text,
    /** `digest` of the text that the edit began with; absent to overwrite whatever is there. */
    expected: z.string().max(64).optional(),
  }),
  writeAll: z.strictObject({ files: z.array(z.strictObject({ path, before: text, text })).max(200) }),
  status: z.strictObject({}),
  run: z.strictObject({ channel: z.string().min(1).max(1000), value: z.number().min(0).max(1) }),
  values: z.strictObject({}),
  types: z.strictObject({}),
  reload: z.strictObject({}),
} as const;
type Op = keyof typeof SCHEMAS;

type Handlers = {
  [K in Op]: (
    instance: ScriptSubject,
    params: z.infer<(typeof SCHEMAS)[K]>,
  ) => Promise<ScriptRequests[K]['result']>;
};

const HANDLERS: Handlers = {
  files: listFiles,
  async read(instance, params) {
    const text = await instance.files.read(params.path);
    if (text !== undefined) return { text, digest: digestOf(text), exists: true };
    const template = instance.language.template(wantedHandlers(instance, params.path));
    return { text: template, digest: '', exists: false };
  },
  async write(instance, params) {
    await instance.files.write(params.path, params.text, params.expected);
    const report = await instance.reload();
    instance.announceFiles();
    return { ok: report.ok, digest: digestOf(params.text), diagnostics: report.faults };
  },
  writeAll: (instance, { files }) => writeModules(instance, files),
  status: statusOf,
  async run(instance, { channel, value }) {
    const local = instance.localOf(channel);
    if (local === undefined) throw badRequest('run', `there is no channel "${channel}"`);
    return { ms: await instance.guest.call(local, value) };
  },
  values: instance => Promise.resolve(valuesOf(instance)),
  types: instance => Promise.resolve({ text: generateTypes(valuesOf(instance)) }),
  async reload(instance) {
    const report = await instance.reload();
    return { ok: report.ok, diagnostics: report.faults };
  },
};

/** Answer a call of a window. Rejects with `sandbox.bad-request` when it is none, or malformed. */
export async function answerScriptRequest(
  instance: ScriptSubject,
  op: string,
  params: unknown,
): Promise<unknown> {
  if (!Object.hasOwn(SCHEMAS, op)) throw badRequest(op, 'there is no such request');
  const known = op as Op;
  const parsed = SCHEMAS[known].safeParse(params ?? {});
  if (!parsed.success) throw badRequest(op, z.prettifyError(parsed.error));
  const handler = HANDLERS[known] as (instance: ScriptSubject, params: unknown) => Promise<unknown>;
  return await handler(instance, parsed.data);
}

function badRequest(op: string, reason: string): Error {
  return fail('sandbox.bad-request', { op, reason });
}

async function listFiles(instance: ScriptSubject): Promise<readonly ModuleFile[]> {
  const { language, config, files } = instance;
  const main = config.modules.map(module => fileOf(module, language));
  const found = await files.list();
  return [...new Set([...main, ...found])].map(file => ({
    path: file,
    main: main.includes(file),
    module: moduleName(file, language.extensions),
    exists: found.includes(file),
  }));
}

async function statusOf(instance: ScriptSubject): Promise<ScriptStatus> {
  const { guest, restarts, diagnostics } = instance;
  const none: GuestStats = { calls: 0, p95: 0, memory: 0, channels: [] };
  const stats = (await guest.stats().catch(() => undefined)) ?? none;
  const sources = guest.version && [...guest.version.sources].flat().join('\0');
  const handlers = stats.channels.flatMap(({ local, calls, p95 }) => {
    const channel = instance.channels[local];
    return channel?.handler === true ? [{ channel: channel.name, calls, p95 }] : [];
  });
  return {
    state: guest.state,
    version: sources === undefined ? undefined : digestOf(sources),
    loadedAt: instance.loadedAt,
    restarts,
    diagnostics,
    calls: stats.calls,
    p95: stats.p95,
    memory: stats.memory,
    handlers,
  };
}

function valuesOf(instance: ScriptSubject): readonly ScriptValue[] {
  return instance.channels.flatMap((channel, local) => {
    const values = channel && instance.guest.values(local);
    if (!channel || !values) return [];
    const { input, output } = values;
    return [{ channel: channel.name, input, output, ...channel.use, handler: channel.handler }];
  });
}

/** Functions that wires already lead to. */
function wantedHandlers(instance: ScriptSubject, file: string): string[] {
  const { language } = instance;
  const prefix = language.qualified ? `${moduleName(file, language.extensions)}.` : '';
  return instance.channels.flatMap(channel => {
    if (channel?.use.target !== true || !channel.name.startsWith(prefix)) return [];
    const name = channel.name.slice(prefix.length);
    return /^[A-Za-z_]\w*$/.test(name) ? [name] : [];
  });
}
