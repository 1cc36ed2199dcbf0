import { type CodedError, toCodedError } from './coded-error.ts';

export type Severity = 'error' | 'warning' | 'info';

/** What a problem is about, so that a list can lead to the thing itself. */
export type ProblemPlace =
  | { readonly kind: 'patch' }
  | {
      readonly kind: 'instance';
      readonly instance: string;
      readonly option?: string;
      readonly channel?: string;
    }
  | { readonly kind: 'mapping'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'module';
      readonly instance: string;
      readonly file: string;
      readonly line?: number;
      readonly column?: number;
    }
  | { readonly kind: 'plugin'; readonly plugin: string }
  | { readonly kind: 'file'; readonly file: string; readonly line?: number };

/** A way out that the program can take for the user when asked. */
export interface ProblemFix {
  readonly id: string;
  readonly label: string;
}

/** Something that is wrong now. Problems are kept as a set by `id`; the same trouble again raises `count`. */
export interface Problem {
  readonly id: string;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly place: ProblemPlace;
  /** Epoch milliseconds of the first time. */
  readonly since: number;
  readonly count: number;
  readonly fixes: readonly ProblemFix[];
}

/** What a reporter says; identity, time and count are kept by whoever collects. */
export interface ProblemReport {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  readonly place: ProblemPlace;
  readonly fixes?: readonly ProblemFix[];
}

/** A thrown value as a report. */
export function problemOf(thrown: unknown, place: ProblemPlace, severity: Severity = 'error'): ProblemReport {
  const error: CodedError = toCodedError(thrown);
  return { severity, code: error.code, message: error.message, help: error.help, place };
}

/** Identity of a problem: same code at the same place. */
export function problemId(report: ProblemReport): string {
  return `${report.code}@${JSON.stringify(report.place)}`;
}
