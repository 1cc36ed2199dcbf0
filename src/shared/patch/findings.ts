import { fail } from '../error/coded-error.ts';
import { problemOf, type ProblemPlace, type ProblemReport, type Severity } from '../error/problem.ts';
import type { JsonValue, Unknown } from './document.ts';
import { type JsonObject, pointer } from './json.ts';
import { readUnreadable, UNREADABLE } from './unknown.ts';

/** More than this is summed up: nobody reads ten thousand problems. */
const MAX_PROBLEMS = 200;

/** Problems found while reading one file. */
export class Findings {
  readonly #problems: ProblemReport[] = [];
  #untold = 0;

  constructor(readonly fileName: string) {}

  get problems(): readonly ProblemReport[] {
    if (this.#untold === 0) return this.#problems;
    const reason = `${this.#untold} more parts are damaged`;
    const error = fail('patch.damaged-part', { where: this.fileName, reason });
    return [...this.#problems, problemOf(error, { kind: 'patch' })];
  }

  report(error: unknown, place: ProblemPlace, severity: Severity = 'error'): void {
    if (this.#problems.length >= MAX_PROBLEMS) this.#untold++;
    else this.#problems.push(problemOf(error, place, severity));
  }

  /** A part, by pointer from the top of the file: the pointer tells two parts of one file apart. */
  damaged(where: string, reason: string, severity: Severity): void {
    const error = fail('patch.damaged-part', { where: `${this.fileName}: ${where}`, reason });
    this.report(error, { kind: 'file', file: `${this.fileName}#${where}` }, severity);
  }
}

/** Keeps what could not be understood of one owner: the document, an instance, a wire, a node's place. */
export class Keeper {
  readonly #kept = new Map<string, JsonValue>();

  /** `prefix` is the owner's pointer in the file. */
  constructor(
    readonly findings: Findings,
    private readonly prefix = '',
  ) {}

  /** Keep it, by pointer below the owner, and say so. */
  damaged(where: string, value: JsonValue, reason = `it is ${nameOf(value)}`): void {
    this.#kept.set(where, value);
    this.findings.damaged(this.prefix + where, reason, 'error');
  }

  /** Keep members that this version does not know. */
  strangers(object: JsonObject, known: readonly string[], at = ''): void {
    for (const [key, value] of Object.entries(object)) {
      if (known.includes(key)) continue;
      if (key === UNREADABLE && at === '') readUnreadable(value, this.#kept);
      else this.#kept.set(at + pointer(key), value);
      const reason =
        key === UNREADABLE ? 'it holds damaged parts of before' : 'this version does not know it';
      this.findings.damaged(this.prefix + at + pointer(key), reason, 'warning');
    }
  }

  /** Keep without a word: the caller has said it. */
  keep(where: string, value: JsonValue): void {
    this.#kept.set(where, value);
  }

  get unknown(): Unknown {
    return Object.fromEntries(this.#kept);
  }

  /** For a part that mostly has nothing unknown. */
  get unknownIfAny(): { readonly unknown?: Unknown } {
    return this.#kept.size > 0 ? { unknown: this.unknown } : {};
  }
}

function nameOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
