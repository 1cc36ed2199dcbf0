import { isUtf8 } from 'node:buffer';
import type { StackJob } from '../../../shared/contract/calls/stacks.ts';
import { fail, messageOf, toCodedError } from '../../../shared/error/coded-error.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import type { Reply } from '../../stacks/reply.ts';
import type { VtViewOptions } from './options.ts';
import { errorReply } from '../../stacks/reply.ts';

type Asking = Pick<VtViewOptions, 'stacks' | 'bus' | 'folder' | 'allow'>;

/** Puts requests to the service under the rules of this view. Never rejects. */
export class AskStacks {
  readonly #options: Asking;

  constructor(options: Asking) {
    this.#options = options;
  }

  /** Answer one line as it came. */
  async line(bytes: Buffer): Promise<Reply> {
    try {
      return await this.request(parse(bytes));
    } catch (error) {
      return errorReply(toCodedError(error));
    }
  }

  async request(request: unknown): Promise<Reply> {
    const { stacks, folder = process.cwd(), allow = [] } = this.#options;
    try {
      const call = { client: 'vt', signal: new AbortController().signal };
      return (await stacks({ op: 'vt', request, folder, allow }, call)) as Reply;
    } catch (error) {
      return errorReply(toCodedError(error));
    }
  }

  /** Hear of a job's progress, by its key. */
  follow(key: string, told: (job: StackJob) => void): Dispose {
    return this.#options.bus.subscribe((event, payload) => {
      if (event !== 'stacks.jobsChanged') return;
      for (const job of payload as readonly StackJob[]) if (job.id === key) told(job);
    });
  }
}

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw fail('stack.bad-json', { reason: 'it is not UTF-8' });
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw fail('stack.bad-json', { reason: messageOf(error).slice(0, 200) }, error);
  }
}
