import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PatchState } from '../../../../shared/contract/calls/patch.ts';
import { type Problem, problemId, type ProblemReport } from '../../../../shared/error/problem.ts';
import type { PatchDocument } from '../../../../shared/patch/document.ts';
import type { Operation } from '../../../../shared/patch/operation.ts';
import type { ServiceCallable } from '../../../../shared/plugin/service.ts';
import { memoryLog, memoryProblems } from '../../../../shared/plugin/testing/fake-host.ts';
import { NO_SOURCES } from '../../../../shared/plugin/no-sources.ts';
import { VirtualClock } from '../../../../shared/plugin/testing/virtual-clock.ts';
import { createPatchService, type PatchDeps } from '../index.ts';

/** A patch that was written by hand, laid out as the program never does it. */
export const HAND =
  '{"crosspatch":1,\r\n "instances":[{"backend":"osc","name":"desk","options":{"b":"1","2":"x"}}]}';

/** A store of problems as small as can be. */
class MemoryProblems {
  readonly owners = new Map<string, readonly ProblemReport[]>();
  #listener: (() => void) | undefined;

  replace(owner: string, reports: readonly ProblemReport[]): void {
    this.owners.set(owner, reports);
    this.#listener?.();
  }
  list(): Problem[] {
    const known = { help: '', fixes: [], since: 0, count: 1 };
    return [...this.owners.values()].flat().map(report => ({ ...known, ...report, id: problemId(report) }));
  }
  onChange(listener: () => void): () => void {
    this.#listener = listener;
    return () => (this.#listener = undefined);
  }
}

/** The patch service with real files in a folder of its own, a clock that is moved by hand, and an engine that notes. */
export class Bench {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'crosspatch-')));
  readonly clock = new VirtualClock();
  readonly problems = new MemoryProblems();
  readonly events: { event: string; payload: unknown }[] = [];
  readonly applied: PatchDocument[] = [];
  readonly folders: (string | undefined)[] = [];
  readonly #services: { unload?(): void | Promise<void> }[] = [];

  /** A further start of the program over the same user's data. */
  async start(deps: Partial<PatchDeps> = {}): Promise<ServiceCallable> {
    const service = createPatchService({
      engine: { apply: document => void this.applied.push(document) },
      problems: this.problems,
      onFolder: folder => void this.folders.push(folder),
      ...deps,
    });
    this.#services.push(service);
    return service.load({
      config: {},
      log: memoryLog().log,
      clock: this.clock,
      problems: memoryProblems().reporter,
      bus: {
        publish: (event, payload) => void this.events.push({ event, payload }),
        subscribe: () => () => undefined,
      },
      dataFolder: join(this.folder, 'data'),
      signal: new AbortController().signal,
      service: () => undefined,
      sources: NO_SOURCES,
      subscriptions: [],
    });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async stop(): Promise<void> {
    for (const service of this.#services.splice(0)) await service.unload?.();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }
}

/** The calls of one window. */
export function windowOf(service: ServiceCallable, client = 'w1') {
  const call = async (op: string, params: object = {}) =>
    service({ ...params, op }, { client, signal: new AbortController().signal });
  return {
    call,
    get: () => call('get') as Promise<PatchState>,
    edit: (...operations: Operation[]) => call('edit', { label: 'Edit', operations }),
    add: (name: string) =>
      call('edit', {
        label: `Add ${name}`,
        operations: [{ op: 'instance.add', instance: { name, backend: 'osc', options: {}, channels: [] } }],
      }),
    names: async () => ((await call('get')) as PatchState).document.instances.map(i => i.name),
  };
}
