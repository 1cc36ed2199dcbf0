import { type CodedError, fail } from '../../../shared/error/coded-error.ts';
import { problemOf, type ProblemPlace } from '../../../shared/error/problem.ts';
import type { ProblemReporter } from '../../../shared/plugin/common.ts';
import type { Fault, FaultReport } from '../link/messages.ts';
import { grantFix, grantOf } from './trust.ts';
import type { Reach } from '../sockets/policy.ts';

/** Problems of a version of the code; the next good version takes them back. */
const OF_A_VERSION = [
  'sandbox.handler-failed',
  'sandbox.handler-interrupted',
  'sandbox.load-failed',
  'sandbox.killed',
  'sandbox.too-many-outputs',
  'sandbox.engine-failed',
] as const;

const WHAT: Readonly<Record<Fault['kind'], string>> = {
  channel: 'a handler',
  interval: 'an interval',
  socket: 'a socket handler',
  thread: 'a thread',
  cleanup: 'the clean-up handler',
  load: 'loading',
  task: 'a promise',
};

/** Says what is wrong with a script, in places that the editor can show. */
export class ScriptProblems {
  readonly #counts = new Map<string, number>();
  readonly #asked = new Set<string>();

  constructor(
    private readonly instance: string,
    private readonly reporter: ProblemReporter,
    private readonly softMs: number,
  ) {}

  /** A version loaded well. */
  loaded(): void {
    for (const code of OF_A_VERSION) this.reporter.clear(code);
    this.#counts.clear();
  }

  loadFailed(faults: readonly Fault[], fallback: string, keepsRunning: boolean): void {
    this.reporter.clear('sandbox.load-failed');
    const consequence = keepsRunning ? 'The last good version runs on.' : 'Nothing runs.';
    for (const fault of faults) {
      const error = fail('sandbox.load-failed', {
        file: fault.file ?? fallback,
        message: fault.message,
        consequence,
      });
      this.#report(error, this.#place(fault), 'error');
    }
  }

  /** `trigger` names the channel and value that led to it. */
  fault(report: FaultReport, trigger: string): void {
    const what = trigger === '' ? WHAT[report.kind] : trigger;
    const place = this.#place(report);
    const code = report.interrupted === true ? 'sandbox.handler-interrupted' : 'sandbox.handler-failed';
    const count = this.#count(`${code} ${JSON.stringify(place)}`, report.count);
    const error =
      code === 'sandbox.handler-interrupted'
        ? fail(code, { what, count, limit: this.softMs })
        : fail(code, { message: report.message, what, count });
    this.#report(error, place, 'error');
  }

  killed(what: string): void {
    const count = this.#count('killed', 1);
    this.#report(fail('sandbox.killed', { what, count }), this.#ofInstance(), 'error');
  }

  /** Undefined takes it back. */
  engineFailed(failure: { readonly language: string; readonly reason: string } | undefined): void {
    this.reporter.clear('sandbox.engine-failed');
    if (failure) this.#report(fail('sandbox.engine-failed', failure), this.#ofInstance(), 'error');
  }

  tooManyOutputs(over: number, budget: number): void {
    const count = this.#count('outputs', over);
    this.#report(fail('sandbox.too-many-outputs', { count, budget }), this.#ofInstance(), 'warning');
  }

  overload(count: number): void {
    this.#report(fail('sandbox.overload', { count }), this.#ofInstance(), 'warning');
  }

  /** Channels that events go to although no function takes them. */
  missingHandlers(channels: readonly string[], modules: string): void {
    this.reporter.clear('sandbox.no-handler');
    for (const channel of channels) {
      const place = { kind: 'instance', instance: this.instance, channel } as const;
      this.#report(fail('sandbox.no-handler', { channel, modules }), place, 'warning');
    }
  }

  defaultHandler(handler: string | undefined, example: string): void {
    this.reporter.clear('sandbox.bad-default-handler');
    if (handler === undefined) return;
    const place = { kind: 'instance', instance: this.instance, option: 'default-handler' } as const;
    this.#report(fail('sandbox.bad-default-handler', { handler, example }), place, 'error');
  }

  /** The code is about to be loaded anew: what it may reach is asked again if it still wants to. */
  loading(): void {
    this.#asked.clear();
    this.reporter.clear('sandbox.host-not-allowed');
  }

  /** Ask once for each address. */
  askForHost(reach: Reach, host: string, port: number): void {
    const grant = grantOf(reach, host, port);
    if (this.#asked.has(grant)) return;
    this.#asked.add(grant);
    const what = reach === 'listen' ? 'listen on' : reach === 'send' ? 'send to' : 'connect to';
    const error = fail('sandbox.host-not-allowed', { what, host, port });
    // The option stands for the address, so that two addresses are two problems.
    const place = { kind: 'instance', instance: this.instance, option: grant } as const;
    const fixes = [{ id: grantFix(grant), label: `Allow ${host}:${port}` }];
    this.reporter.report({ ...problemOf(error, place, 'warning'), fixes });
  }

  #place(fault: Fault): ProblemPlace {
    const { file, line, column } = fault;
    if (file === undefined) return this.#ofInstance();
    const at = { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
    return { kind: 'module', instance: this.instance, file, ...at };
  }
  #ofInstance(): ProblemPlace {
    return { kind: 'instance', instance: this.instance };
  }
  #report(error: CodedError, place: ProblemPlace, severity: 'error' | 'warning'): void {
    this.reporter.report(problemOf(error, place, severity));
  }
  #count(key: string, more: number): number {
    const count = (this.#counts.get(key) ?? 0) + more;
    if (this.#counts.size < 1000) this.#counts.set(key, count);
    return count;
  }
}
