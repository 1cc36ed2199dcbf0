import { fail } from '../error/coded-error.ts';
import { problemOf } from '../error/problem.ts';
import type { InstanceArgs } from '../plugin/backend.ts';
import { optionProblem } from '../plugin/option-problem.ts';

/** The pause before the next attempt as a person reads it. */
export function retryIn(ms: number): string {
  return `retry in ${(ms / 1000).toFixed(1)} s`;
}

/** What is wrong with the connections of an instance now; at most one problem of each kind stands. */
export class Troubles {
  constructor(private readonly args: Pick<InstanceArgs, 'name' | 'problems'>) {}

  /** `option` is where the address was written. */
  cannotListen(option: string, address: string, reason: string): void {
    this.#replace('backend.bind-failed', option, address, reason);
  }
  listens(): void {
    this.args.problems.clear('backend.bind-failed');
  }

  cannotReach(option: string, address: string, reason: string): void {
    this.#replace('backend.connect-failed', option, address, reason);
  }
  reaches(): void {
    this.args.problems.clear('backend.connect-failed');
  }

  badOption(option: string, reason: string): void {
    this.args.problems.report(optionProblem(this.args.name, option, reason));
  }

  #replace(
    code: 'backend.bind-failed' | 'backend.connect-failed',
    option: string,
    address: string,
    reason: string,
  ): void {
    const { name: instance, problems } = this.args;
    problems.clear(code);
    const error = fail(code, { instance, address, reason });
    problems.report(problemOf(error, { kind: 'instance', instance, option }));
  }
}
