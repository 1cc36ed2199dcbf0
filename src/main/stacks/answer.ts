import { fail, toCodedError } from '../../shared/error/coded-error.ts';
import { accessTo } from './access.ts';
import { shown } from './module/check-parameters.ts';
import type { Access } from './query/planner.ts';
import { errorReply, type Reply, waitReply } from './reply.ts';
import type { Job } from './run/job.ts';
import type { Stacks } from './stacks.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Answers requests as VTServer does: never rejects, whatever it is given. */
export class Answers {
  #processed = 0;

  constructor(private readonly stacks: Stacks) {}

  /** Answer for a view: `request` is what came over the wire, `folder` and `allow` are the rules of the view. */
  forView(fields: Fields): Promise<Reply> {
    const { request, folder, allow } = fields as {
      request?: unknown;
      folder?: string;
      allow?: readonly string[];
    };
    return this.answer(request, folder === undefined ? undefined : accessTo(folder, allow));
  }

  async answer(request: unknown, access?: Access): Promise<Reply> {
    try {
      return await this.#answer(request, access);
    } catch (error) {
      return errorReply(toCodedError(error));
    }
  }

  async #answer(request: unknown, access: Access | undefined): Promise<Reply> {
    if (typeof request !== 'object' || request === null || Array.isArray(request)) {
      throw fail('stack.bad-json', { reason: 'it is no object' });
    }
    const fields = request as Fields;
    if (fields.action === 'status') return this.#status();
    if (fields.action !== 'process') throw fail('stack.bad-action', { action: shown(fields.action) });
    this.#processed++;
    return this.#process(fields, access);
  }

  #status(): Reply {
    const jobs = this.stacks.runningJobs;
    const details = `We have processed ${this.#processed} requests since startup and there are now ${jobs} jobs in the JOBS list.`;
    return { out: 'ok', details };
  }

  async #process(fields: Fields, access: Access | undefined): Promise<Reply> {
    const [query, plan] = await this.stacks.prepare(fields, access);
    if (query.mode === 'hash') return { out: 'ok', details: plan.key };
    if (this.stacks.isCached(plan)) return { out: 'ok', details: plan.path };
    const failed = query.mode === 'async' ? this.stacks.history.failureOf(plan.key) : undefined;
    if (failed) return replyOf(failed);
    const job = this.stacks.start(plan);
    if (query.mode === 'sync') await job.done;
    return replyOf(job);
  }
}

function replyOf(job: Job): Reply {
  if (job.state === 'running') return waitReply(job.startedAt);
  if (job.state === 'done') return { out: 'ok', details: job.plan.path };
  return errorReply(job.fault ?? fail('stack.cancelled', {}));
}
