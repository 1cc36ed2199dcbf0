import type { StackCacheInfo, StackCleanReport, StackJob } from '../../../shared/contract/calls/stacks.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import type { CallContext, ServiceArgs, ServiceRequest } from '../../../shared/plugin/service.ts';
import { announceJobs } from '../../stacks/announce-jobs.ts';
import { Answers } from '../../stacks/answer.ts';
import { lookAfterCache } from '../../stacks/look-after.ts';
import type { Stacks } from '../../stacks/stacks.ts';
import { exportResult, type ExportRequest, provenanceOf } from './export-result.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Answers the calls of the contract, and requests in VTServer's own shape (`vt`), which windows cannot make. */
export class StacksService {
  readonly #stacks: Stacks;
  readonly #answers: Answers;
  readonly #ends: Dispose[];

  constructor(stacks: Stacks, args: ServiceArgs) {
    this.#stacks = stacks;
    this.#answers = new Answers(stacks);
    this.#ends = [announceJobs(stacks, args.clock, args.bus), lookAfterCache(stacks, args.clock, args.log)];
  }

  async call(request: ServiceRequest, call: CallContext): Promise<unknown> {
    const stacks = this.#stacks;
    switch (request.op) {
      case 'vt':
        return this.#answers.forView(request);
      case 'modules':
        return stacks.modules();
      case 'run':
        return this.#run(request.query as Fields, request.wait === true);
      case 'jobs':
        return stacks.jobs();
      case 'cancel':
        return { cancelled: stacks.cancel(request.job as string) };
      case 'cache':
        return this.#cache();
      case 'provenance':
        return provenanceOf(stacks.cacheFolder, request.file as string);
      case 'export':
        return exportResult(stacks.cacheFolder, request as unknown as ExportRequest);
      case 'clean':
        return this.#clean(request.level as number, request.simulate === true);
      default:
        return this.#view(request, call);
    }
  }

  async close(): Promise<void> {
    for (const end of this.#ends.splice(0)) end();
    await this.#stacks.close();
  }

  async #run(query: Fields, wait: boolean): Promise<StackJob> {
    const [, plan] = await this.#stacks.prepare(query);
    const job = this.#stacks.start(plan);
    if (wait) await job.done;
    return job.info();
  }

  async #cache(): Promise<StackCacheInfo> {
    const { files, bytes } = await this.#stacks.cacheSize();
    return { folder: this.#stacks.cacheFolder, files, bytes, quotaBytes: this.#stacks.quotaBytes };
  }

  async #clean(level: number, simulate: boolean): Promise<StackCleanReport> {
    const { deleted, bytes, kept } = await this.#stacks.clean(level, simulate);
    return { deleted: deleted.length, bytes, kept };
  }

  #view(request: ServiceRequest, { signal }: CallContext): Promise<unknown> {
    const {
      op,
      file,
      columns = 1,
      rows = 1,
      maxHz,
      start = 0,
      count,
    } = request as Fields & {
      op: string;
      file: string;
      columns?: number;
      rows?: number;
      maxHz?: number;
      start?: number;
      count?: number;
    };
    switch (op) {
      case 'peaks':
        return this.#stacks.view({ kind: 'peaks', file, columns }, signal);
      case 'spectrogram':
        return this.#stacks.view({ kind: 'spectrogram', file, columns, rows, maxHz }, signal);
      case 'samples':
        return this.#stacks.view({ kind: 'samples', file, start, count }, signal);
      default:
        throw fail('contract.unknown-call', { name: `stacks.${op}` });
    }
  }
}
