import { ERRORS, type ErrorCode, type ErrorParams } from './catalogue.ts';

export interface ErrorDetails {
  readonly [name: string]: string | number;
}

/** A failure that a user can act on: a stable code, one sentence that says what and where, and a way out. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  constructor(
    readonly code: string,
    message: string,
    /** What the user can do about it; empty when the sentence already says it. */
    readonly help: string = '',
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Fill `{name}` holes of a catalogue sentence. An unknown hole stays visible: it is a bug worth seeing. */
export function fillTemplate(template: string, params: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : hole,
  );
}

/** Build the error of a catalogue code. The parameters are those that its sentence and its help name. */
export function fail<C extends ErrorCode>(code: C, params: ErrorParams<C>, cause?: unknown): CodedError {
  const entry = ERRORS[code];
  const details = params as ErrorDetails;
  const options = cause === undefined ? undefined : { cause };
  return new CodedError(
    code,
    fillTemplate(entry.text, details),
    fillTemplate(entry.help, details),
    details,
    options,
  );
}

/** Any thrown value as a coded error; what is not ours becomes `internal.unexpected` and keeps its cause. */
export function toCodedError(thrown: unknown): CodedError {
  if (isCoded(thrown)) return thrown;
  return fail('internal.unexpected', { what: messageOf(thrown) }, thrown);
}

/** The words of any thrown value. Never throws: what is thrown may be null, a proxy, or have getters that throw. */
export function messageOf(thrown: unknown): string {
  try {
    const message: unknown = thrown instanceof Error ? thrown.message : undefined;
    if (typeof message === 'string') return message;
    return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
  } catch {
    return 'it threw something that cannot be shown';
  }
}

function isCoded(thrown: unknown): thrown is CodedError {
  try {
    return thrown instanceof CodedError;
  } catch {
    // A proxy may refuse to tell its prototype.
    return false;
  }
}
