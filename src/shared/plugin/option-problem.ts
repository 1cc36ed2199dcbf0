import { fail } from '../error/coded-error.ts';
import { type ProblemReport, problemOf } from '../error/problem.ts';

/** Tell about a bad value of an option; `reason` continues 'option "x" ...'. */
export type Complain = (option: string, reason: string) => void;

/** A bad value of an instance's option. */
export function optionProblem(instance: string, option: string, reason: string): ProblemReport {
  const error = fail('backend.bad-option', { instance, option, reason });
  return problemOf(error, { kind: 'instance', instance, option });
}

/** Complaints about an instance's options, gathered in a list. */
export function complainInto(problems: ProblemReport[], instance: string): Complain {
  return (option, reason) => void problems.push(optionProblem(instance, option, reason));
}
