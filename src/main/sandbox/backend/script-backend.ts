import type { Worker } from 'node:worker_threads';
import { fail } from '../../../shared/error/coded-error.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { BackendLoadArgs, BackendPlugin, ChannelInfo } from '../../../shared/plugin/backend.ts';
import { type StartWorker, startWorker } from '../../threads/start-worker.ts';
import { GuestPool } from '../host/guest-pool.ts';
import { readScriptConfig } from './config.ts';
import { type Language, moduleName } from './language.ts';
import { ScriptInstance } from './script-instance.ts';

export interface ScriptBackendOptions {
  readonly startWorker?: StartWorker;
  /** `host` drives the scripts' time by the given clock: for tests. */
  readonly time?: 'own' | 'host';
}

/** Heap of a guest thread outside of WebAssembly, MiB. */
const HEAP = 256;

/** The backend of a language. */
export function scriptBackend(language: Language, options: ScriptBackendOptions = {}): BackendPlugin {
  const pools = new Set<GuestPool>();
  return {
    manifest: language.manifest,
    load(args) {
      let shared: GuestPool | undefined;
      const makePool = () => {
        const pool = poolOf(language, args, options);
        pools.add(pool);
        return pool;
      };
      return {
        channel: (instance, channel) => channelInfo(instance, channel),
        suggest: (text, raw, limit) => suggest(language, text, raw, limit),
        create(instance) {
          const { isolated } = readScriptConfig(instance.name, language, instance.options);
          const pool = isolated ? makePool() : (shared ??= makePool());
          return new ScriptInstance(instance, language, pool, args.dataFolder);
        },
      };
    },
    async unload() {
      await Promise.all([...pools].map(pool => pool.close()));
      pools.clear();
    },
  };
}

function poolOf(language: Language, args: BackendLoadArgs, options: ScriptBackendOptions): GuestPool {
  const start = options.startWorker ?? startWorker;
  return new GuestPool({
    start: (data, ports): Worker =>
      start(language.worker, {
        workerData: data,
        transferList: [...ports],
        env: {},
        resourceLimits: { maxOldGenerationSizeMb: HEAP },
        name: `script-${language.manifest.name}`,
      }),
    clock: args.clock,
    time: options.time ?? 'own',
    dataFolder: args.dataFolder,
    watchdog: language.watchdog,
    limits: language.limits,
    spare: language.spare,
  });
}

function channelInfo(instance: string, channel: string): ChannelInfo {
  if (channel === '' || /\s/.test(channel)) {
    const reason = channel === '' ? 'it has no name' : 'names of channels have no white space';
    throw fail('backend.bad-channel', {
      instance,
      channel,
      reason,
      help: 'Write a name, such as out1 or my.fader.',
    });
  }
  return { name: channel, label: channel, source: true, target: true };
}

/** Module prefixes complete; what functions a module has is known only to a running script. */
function suggest(language: Language, text: string, raw: Options, limit: number): readonly ChannelInfo[] {
  if (!language.qualified) return [];
  const { modules } = readScriptConfig('', language, raw);
  const prefixes = modules.map(path => `${moduleName(path, language.extensions)}.`);
  return prefixes
    .filter(prefix => prefix.startsWith(text) && prefix !== text)
    .slice(0, limit)
    .map(prefix => ({ ...channelInfo('', prefix), target: true }));
}
