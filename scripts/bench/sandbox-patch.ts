import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Engine } from '../../src/main/core/engine.ts';
import { ProblemStore } from '../../src/main/core/problem-store.ts';
import type { Language } from '../../src/main/sandbox/backend/language.ts';
import { scriptBackend } from '../../src/main/sandbox/backend/script-backend.ts';
import { type StartWorker, startWorker } from '../../src/main/threads/start-worker.ts';
import { SystemClock } from '../../src/main/threads/system-clock.ts';
import { EMPTY_PATCH, type InstanceDecl, type PatchDocument } from '../../src/shared/patch/document.ts';
import type { BackendPlugin, InstanceArgs } from '../../src/shared/plugin/backend.ts';
import { memoryLog } from '../../src/shared/plugin/testing/fake-host.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Threads from the build, as the program starts them: without the loader that this script needs. From source when there is none. */
const start: StartWorker = (name, options) => {
  const built = join(root, 'out/main/workers', `${name}.js`);
  return existsSync(built) ? new Worker(built, { ...options, execArgv: [] }) : startWorker(name, options);
};

/** What stands at both ends of the wires: `args.emit` sends, `received` is told of what arrives. */
export class Ends {
  source: InstanceArgs | undefined;
  received: (value: number) => void = () => undefined;

  readonly plugin: BackendPlugin = {
    manifest: {
      kind: 'backend',
      name: 'ends',
      title: 'Ends',
      family: 'virtual',
      summary: '',
      options: [],
      channels: { help: '', examples: [] },
    },
    load: () => ({
      channel: (_instance, channel) => ({ name: channel, label: channel, source: true, target: true }),
      suggest: () => [],
      create: args => {
        if (args.name === 'from') this.source = args;
        return {
          addChannel: () => undefined,
          removeChannel: () => undefined,
          receive: batch => {
            for (let i = batch.start; i < batch.end; i++) this.received(batch.values[i] ?? 0);
          },
          unload: () => undefined,
        };
      },
    }),
  };
}

export interface BenchScript {
  readonly language: Language;
  readonly file: string;
  readonly text: string;
  /** Channel that takes the events; it answers on `out1`. */
  readonly handler: string;
}

/** An engine with from.x > script > to.y, and from.d > to.d beside it. */
export class ScriptPatch {
  readonly ends = new Ends();
  readonly #engine: Engine;
  /** Milliseconds from the start of the instance to its first good load. */
  startMs = 0;

  private constructor(
    engine: Engine,
    ends: Ends,
    private readonly plugin: BackendPlugin,
    private readonly folder: string,
  ) {
    this.#engine = engine;
    this.ends = ends;
  }

  static async open(script: BenchScript): Promise<ScriptPatch> {
    const folder = await mkdtemp(join(tmpdir(), 'crosspatch-bench-'));
    await writeFile(join(folder, script.file), script.text);
    const clock = new SystemClock();
    const ends = new Ends();
    const plugin = scriptBackend(script.language, { startWorker: start });
    const { log } = memoryLog();
    const dataFolder = join(root, 'node_modules/.cache/crosspatch-script-bench');
    await mkdir(dataFolder, { recursive: true });
    const load = { log, clock, dataFolder, signal: new AbortController().signal };
    const engine = new Engine({
      clock,
      problems: new ProblemStore(clock),
      backends: new Map([
        ['ends', { backend: await ends.plugin.load(load) }],
        [plugin.manifest.name, { backend: await plugin.load(load) }],
      ]),
      log: () => log,
      patchFolder: () => folder,
      limit: async work => await work(),
    });
    const patch = new ScriptPatch(engine, ends, plugin, folder);
    await patch.#run(script);
    return patch;
  }

  async close(): Promise<void> {
    await this.#engine.stop();
    await this.plugin.unload?.();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #run({ language, file, handler }: BenchScript): Promise<void> {
    const started = performance.now();
    await this.#engine.apply(patchOf(language, file, handler));
    await this.#engine.settled();
    const runner = this.#engine.runner('script');
    while (runner?.status.state === 'waiting') await new Promise(resolve => setTimeout(resolve, 1));
    this.startMs = performance.now() - started;
    if (runner?.status.state !== 'ok') throw new Error(`the script does not run: ${runner?.status.detail}`);
  }
}

function patchOf(language: Language, file: string, handler: string): PatchDocument {
  const instance = (name: string, backend: string, options = {}): InstanceDecl => ({
    name,
    backend,
    options,
    channels: [],
  });
  const wire = (from: string, to: string) => ({ from, to, both: false, off: false });
  return {
    ...EMPTY_PATCH,
    instances: [
      instance('from', 'ends'),
      instance('to', 'ends'),
      instance('script', language.manifest.name, { [language.moduleOption]: file }),
    ],
    mappings: [wire('from.x', `script.${handler}`), wire('script.out1', 'to.y'), wire('from.d', 'to.d')],
  };
}
