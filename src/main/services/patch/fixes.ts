import type { Problem } from '../../../shared/error/problem.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';

/** Takes a way out; true when it was done. `argument` is what follows the first ":" of the fix's id. */
export type FixHandler = (problem: Problem, argument: string) => boolean | Promise<boolean>;

/** Who takes which way out of a problem. A fix's id is `name` or `name:argument`. */
export class FixRegistry {
  readonly #handlers = new Map<string, FixHandler[]>();

  /** Several may answer to one name; they are asked in turn, the newest first, until one says that it is done. */
  on(name: string, handler: FixHandler): Dispose {
    const list = this.#handlers.get(name) ?? [];
    this.#handlers.set(name, [handler, ...list]);
    return () => {
      const left = (this.#handlers.get(name) ?? []).filter(other => other !== handler);
      this.#handlers.set(name, left);
    };
  }

  /** False when the problem does not offer this way out or nobody could take it. */
  async run(problem: Problem, id: string): Promise<boolean> {
    if (!problem.fixes.some(fix => fix.id === id)) return false;
    const colon = id.indexOf(':');
    const name = colon < 0 ? id : id.slice(0, colon);
    const argument = colon < 0 ? '' : id.slice(colon + 1);
    for (const handler of this.#handlers.get(name) ?? []) {
      if (await handler(problem, argument)) return true;
    }
    return false;
  }
}
