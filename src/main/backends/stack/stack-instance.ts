import { copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { fail } from '../../../shared/error/coded-error.ts';
import { problemOf } from '../../../shared/error/problem.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import { partName } from '../../stacks/cache/atomic.ts';
import { parseChannel, type Report, type StackChannel, type Trigger } from './channels.ts';
import { parameterAt, readKnobs, type Knob } from './knobs.ts';
import type { Outcome, Run, StackRunner } from './runner.ts';
import { readSettings, type Settings } from './settings.ts';

/** A parameter has come to rest when it did not move for so long. */
const REST_MS = 120;

/** One sound with its stack. Every change of a parameter makes a new wish; one computation runs at a time. */
export class StackInstance implements BackendInstance {
  readonly #args: InstanceArgs;
  readonly #runner: StackRunner;
  readonly #settings: Settings;
  readonly #knobs: readonly Knob[];
  readonly #channels: (StackChannel | undefined)[] = [];
  readonly #values = new Map<string, number>();
  readonly #reports = new Map<Report, number>();
  readonly #overrides = new Map<Knob, number>();
  #rest: Dispose = () => undefined;
  #running: { readonly wish: string; readonly run: Run } | undefined;
  #ready: { readonly wish: string; readonly file: string } | undefined;
  #playWhenReady = false;
  #level = 1;
  #cause = 0;

  constructor(args: InstanceArgs, runner: StackRunner) {
    this.#args = args;
    this.#runner = runner;
    this.#settings = readSettings({ instance: args.name, backend: 'stack' }, args.options);
    this.#knobs = readKnobs(runner, args.options);
    for (const problem of this.#settings.problems) args.problems.report(problem);
    this.#tellState();
    if (this.#settings.prepare && this.#settings.files.length > 0) this.#prepareSoon();
  }

  addChannel(local: number, channel: string, _use: ChannelUse): void {
    this.#channels[local] = parseChannel(this.#args.name, channel, this.#knobs);
  }

  removeChannel(local: number): void {
    this.#channels[local] = undefined;
  }

  receive({ locals, values, seqs, start, end }: EventBatch): void {
    for (let i = start; i < end; i++) {
      const channel = this.#channels[locals[i] as number];
      this.#cause = seqs[i] as number;
      if (channel) this.#take(channel, values[i] as number);
    }
  }

  /** The window asks what it shows when it opens. */
  request(op: string): unknown {
    if (op !== 'state') throw fail('contract.unknown-call', { name: `stack ${op}` });
    return { file: this.#ready?.file ?? '', level: this.#level, running: this.#running !== undefined };
  }

  panic(): void {
    this.#trigger('stop');
    this.#trigger('cancel');
  }

  unload(): void {
    this.#rest();
    this.panic();
  }

  #take(channel: StackChannel, value: number): void {
    const before = this.#values.get(channel.name) ?? 0;
    this.#values.set(channel.name, value);
    switch (channel.kind) {
      case 'trigger':
        if (value >= 0.5 && before < 0.5) this.#trigger(channel.name);
        return;
      case 'level':
        this.#level = value;
        return this.#args.notify('level', { level: value });
      case 'knob':
        if (this.#overrides.get(channel.knob) === value) return;
        this.#overrides.set(channel.knob, value);
        if (this.#settings.prepare) this.#prepareSoon();
        return;
      case 'report':
        return;
    }
  }

  #trigger(name: Trigger): void {
    switch (name) {
      case 'run':
        return this.#run();
      case 'play':
        return this.#play();
      case 'cancel':
        this.#playWhenReady = false;
        return this.#running?.run.cancel();
      case 'stop':
        this.#playWhenReady = false;
        return this.#args.notify('stop', {});
    }
  }

  #prepareSoon(): void {
    this.#rest();
    this.#rest = this.#args.clock.after(REST_MS, () => this.#run());
  }

  #play(): void {
    const ready = this.#ready;
    if (ready?.wish === this.#wish() && this.#runner.has(ready.file)) return this.#playNow(ready.file);
    this.#playWhenReady = true;
    this.#run();
  }

  #playNow(file: string): void {
    this.#playWhenReady = false;
    this.#args.counters.sent++;
    this.#args.counters.lastActivity = this.#args.clock.now();
    this.#args.notify('play', { file, level: this.#level });
  }

  #run(): void {
    this.#rest();
    const wish = this.#wish();
    if (this.#running?.wish === wish) return;
    // What was asked for before is not wanted any more.
    this.#running?.run.cancel();
    this.#report('done', 0);
    this.#report('failed', 0);
    this.#report('progress', 0);
    const query = JSON.parse(wish) as Record<string, unknown>;
    const run = this.#runner.run(query, this.#args.patchFolder, part => this.#moved(wish, part));
    this.#running = { wish, run };
    this.#tellState();
    void run.ended.then(outcome => this.#ended(wish, run, outcome));
  }

  #moved(wish: string, part: number): void {
    if (this.#running?.wish === wish) this.#report('progress', part);
  }

  #ended(wish: string, run: Run, outcome: Outcome): void {
    // Another run has taken the place of this one.
    if (this.#running?.run !== run) return;
    this.#running = undefined;
    this.#args.problems.clear();
    if (outcome.state === 'done') this.#succeeded(wish, outcome.file);
    if (outcome.state === 'failed') this.#failed(outcome);
    this.#tellState();
  }

  #succeeded(wish: string, file: string): void {
    this.#ready = { wish, file };
    this.#args.log.info(`the result is ${file}`);
    this.#args.notify('result', { file });
    this.#report('progress', 1);
    this.#report('done', 1);
    void this.#copy(file);
    if (this.#playWhenReady) this.#playNow(file);
  }

  #failed({ code, reason }: Outcome & { state: 'failed' }): void {
    this.#playWhenReady = false;
    const place = { kind: 'instance', instance: this.#args.name } as const;
    this.#args.problems.report({ severity: 'error', code, message: reason, place });
    this.#args.log.warn(reason);
    this.#report('failed', 1);
  }

  async #copy(file: string): Promise<void> {
    const { output } = this.#settings;
    if (output === '') return;
    const target = resolve(this.#args.patchFolder ?? '.', output);
    try {
      await mkdir(dirname(target), { recursive: true });
      // Whoever waits for the file must never find half of it.
      const part = partName(target);
      await copyFile(file, part);
      await rename(part, target);
      this.#args.log.info(`wrote ${target}`);
    } catch (error) {
      const failure = fail('file.unwritable', { file: target, reason: (error as Error).message }, error);
      this.#args.problems.report(
        problemOf(failure, { kind: 'instance', instance: this.#args.name, option: 'output' }),
      );
    }
  }

  /** The query as it stands now, as text: equal texts are equal sounds. */
  #wish(): string {
    const { files, stack, hours, output } = this.#settings;
    const items = stack.map(item => ({ ...item }) as Record<string, unknown>);
    for (const [knob, value] of this.#overrides) {
      const item = items[knob.item];
      if (item) item[knob.parameter] = parameterAt(knob, value);
    }
    const format = extname(output).slice(1).toLowerCase() || 'wav';
    const file = files.length === 1 ? files[0] : files;
    return JSON.stringify({ file, stack: items, format, cache: hours });
  }

  #report(report: Report, value: number): void {
    if (this.#reports.get(report) === value) return;
    this.#reports.set(report, value);
    this.#channels.forEach((channel, local) => {
      if (channel?.kind === 'report' && channel.name === report) this.#args.emit(local, value, this.#cause);
    });
  }

  #tellState(): void {
    const { files } = this.#settings;
    if (files.length === 0) return this.#args.status({ state: 'waiting', detail: 'no sound is chosen' });
    if (this.#running) return this.#args.status({ state: 'ok', detail: 'computing' });
    if (this.#reports.get('failed') === 1) return this.#args.status({ state: 'error', detail: 'no result' });
    this.#args.status({ state: 'ok', detail: this.#ready ? 'the result is ready' : '' });
  }
}
