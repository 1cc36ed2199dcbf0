import * as promises from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PatchEvents, PatchState, Travelled } from '../../../shared/contract/calls/patch.ts';
import { fail, messageOf } from '../../../shared/error/coded-error.ts';
import { problemOf, type ProblemReport } from '../../../shared/error/problem.ts';
import { systemReason } from '../../../shared/error/system-reason.ts';
import { checkNames } from '../../../shared/patch/check.ts';
import type { Edit, Operation } from '../../../shared/patch/operation.ts';
import { serialize } from '../../../shared/patch/serialize.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import type { CallContext, ServiceArgs, ServiceRequest } from '../../../shared/plugin/service.ts';
import { Autosave } from './autosave.ts';
import type { PatchDeps } from './deps.ts';
import { EngineLink } from './engine-link.ts';
import { FileDesk } from './file-desk.ts';
import { FixRegistry } from './fixes.ts';
import { carryModules, takeBackModules, writeAllModules } from './module-edits.ts';
import { RecentFiles } from './recent.ts';
import { RecoveryStore, type SavedWork } from './recovery.ts';
import { Session } from './session.ts';

/** How often it is looked whether another program has changed the file, in ms. */
const LOOK_EVERY = 1000;
/** Windows hear of changed problems at most this often, in ms. */
const PROBLEMS_DELAY = 50;

/** Owners of the problems that are reported here. */
const FILE = 'patch file';
const NAMES = 'patch names';
const DISK = 'patch disk';
const AUTOSAVE = 'patch autosave';

/** Answers the calls of the service `patch`. Edits happen at once, in the order they come; files one after another. */
export class PatchService {
  readonly #session = new Session();
  readonly #desk: FileDesk;
  readonly #engine: EngineLink;
  readonly #recovery: RecoveryStore;
  readonly #autosave: Autosave;
  readonly #recent: RecentFiles;
  readonly #fixes: FixRegistry;
  readonly #stops: Dispose[] = [];
  #files: Promise<unknown> = Promise.resolve();
  #carrying: Promise<unknown> = Promise.resolve();
  #looking = false;
  #telling: Dispose | undefined;

  constructor(
    private readonly deps: PatchDeps,
    private readonly args: ServiceArgs,
  ) {
    const fs = deps.fs ?? promises;
    const { clock, dataFolder } = args;
    this.#desk = new FileDesk(this.#session, fs);
    this.#engine = new EngineLink(deps.engine, deps.optionsOf ?? (() => undefined), thrown =>
      args.log.error(`the engine refused the patch: ${messageOf(thrown)}`),
    );
    this.#recovery = new RecoveryStore(fs, join(dataFolder, 'recovery'));
    this.#recent = new RecentFiles(fs, dataFolder);
    this.#autosave = new Autosave({
      store: this.#recovery,
      clock,
      work: () => this.#unsavedWork(),
      onDone: failure => this.#autosaved(failure),
    });
    this.#fixes = deps.fixes ?? new FixRegistry();
    this.#addFixes();
    this.#stops.push(
      clock.every(LOOK_EVERY, () => void this.#look()),
      deps.problems.onChange(() => this.#problemsChanged()),
    );
  }

  async answer(request: ServiceRequest, { client }: CallContext): Promise<unknown> {
    const { op } = request;
    const text = (name: string) => (typeof request[name] === 'string' ? request[name] : undefined);
    switch (op) {
      case 'get':
        return this.#session.state;
      case 'edit':
        return this.#edit(readEdit(request), client);
      case 'undo':
        return this.#travelled(this.#session.undo(), client);
      case 'redo':
        return this.#travelled(this.#session.redo(), client);
      case 'new':
        return this.#inTurn(() => this.#fresh(request['discard'] === true));
      case 'open': {
        const set = Array.isArray(request['set']) ? request['set'].map(String) : [];
        return this.#inTurn(() => this.#open(text('path') ?? '', request['discard'] === true, set));
      }
      case 'save':
        return this.#inTurn(() => this.#save(text('path'), request['overwrite'] === true));
      case 'problems':
        return this.deps.problems.list();
      case 'fix':
        return this.#fix(text('problem') ?? '', text('fix') ?? '');
      case 'recent':
        return this.#recent.list();
      case 'recoveries':
        return this.#recovery.list();
      case 'recover':
        return this.#inTurn(() => this.#recover(text('id') ?? ''));
      case 'discardRecovery':
        return this.#recovery.discard(text('id') ?? '').then(() => ({ done: true }));
      default:
        throw fail('contract.unknown-call', { name: `patch.${op}` });
    }
  }

  /** Unsaved work stays in the recovery folder: whoever stops the program has not said that it may be lost. */
  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    this.#telling?.();
    await this.#files;
    if (this.deps.readOnly !== true) await this.#autosave.now();
    this.#recovery.release();
  }

  /** File work waits for the one before, whether that went well or not. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#files.then(work);
    this.#files = turn.catch(() => undefined);
    return turn;
  }

  /** The modules go first: a patch whose modules cannot follow stays as it is. */
  async #edit(edit: Edit, client: string): Promise<{ revision: number }> {
    const { modules = [] } = edit;
    if (modules.length === 0) return this.#edited(this.#session.edit(edit), client);
    const write = this.deps.writeModules;
    await this.#carrying;
    await writeAllModules(write, modules);
    try {
      return this.#edited(this.#session.edit(edit), client);
    } catch (thrown) {
      await takeBackModules(write, modules);
      throw thrown;
    }
  }

  async #travelled(edit: Edit, client: string): Promise<Travelled> {
    const answer = this.#edited(edit, client);
    const { modules = [] } = edit;
    if (modules.length === 0) return answer;
    // One step after another: the second undo starts from what the first one wrote.
    const kept = this.#carrying.then(() => carryModules(this.deps.writeModules, modules));
    this.#carrying = kept;
    return { ...answer, kept: await kept };
  }

  #edited({ label, operations }: Edit, client: string): { revision: number } {
    const state = this.#session.beside;
    this.#publish('patch.edited', { revision: state.revision, client, label, operations, state });
    this.#checkNames();
    this.#engine.changed(this.#session.document);
    if (this.deps.readOnly !== true) this.#autosave.soon();
    return { revision: state.revision };
  }

  async #fresh(discard: boolean): Promise<PatchState> {
    this.#desk.guard(discard);
    this.#desk.fresh();
    this.#engine.useSettings([], this.#session.document);
    return this.#replaced([]);
  }

  async #open(path: string, discard: boolean, set: readonly string[]): Promise<PatchState> {
    this.#desk.guard(discard);
    const problems = await this.#desk.open(path, discard, document =>
      this.#engine.useSettings(set, document),
    );
    // First of all: an edit that a window makes now is one of this patch.
    const state = await this.#replaced(problems);
    await this.#remember();
    return state;
  }

  async #recover(id: string): Promise<PatchState> {
    this.#desk.guard(false);
    const work = await this.#recovery.read(id);
    this.#desk.guard(false);
    const problems = this.#desk.recover(work);
    this.#engine.useSettings([], this.#session.document);
    await this.#replaced(problems);
    // Not before it is kept under our own name: it is the only copy.
    if (this.deps.readOnly !== true && (await this.#autosave.now())) await this.#recovery.discard(id);
    return this.#session.state;
  }

  async #save(path: string | undefined, overwrite: boolean): Promise<PatchState> {
    const before = folderOf(this.#session.home.path);
    await this.#desk.save(path, overwrite);
    this.deps.problems.replace(DISK, []);
    await this.#remember();
    await this.#autosave.now();
    this.#tellFolder();
    const after = folderOf(this.#session.home.path);
    if (after !== undefined && after !== before) this.deps.onMoved?.(after);
    this.#publish('patch.state', this.#session.beside);
    return this.#session.state;
  }

  async #replaced(problems: readonly ProblemReport[]): Promise<PatchState> {
    this.deps.problems.replace(FILE, problems);
    this.deps.problems.replace(DISK, []);
    this.#checkNames();
    this.#tellFolder();
    this.#publish('patch.replaced', this.#session.state);
    await this.#engine.opened(this.#session.document);
    if (this.deps.readOnly !== true) await this.#autosave.now();
    return this.#session.state;
  }

  #tellFolder(): void {
    this.deps.onFolder?.(folderOf(this.#session.home.path));
  }

  #checkNames(): void {
    this.deps.problems.replace(NAMES, checkNames(this.#session.document));
  }

  /** The list of recent files is a convenience: it must not make opening or saving fail. */
  async #remember(): Promise<void> {
    const { path } = this.#session.home;
    if (path === undefined || this.deps.readOnly === true) return;
    await this.#recent.add(path, this.args.clock.wall()).catch((thrown: unknown) => {
      this.args.log.warn(`the list of recent files could not be written: ${messageOf(thrown)}`);
    });
  }

  #unsavedWork(): SavedWork | undefined {
    if (!this.#session.dirty) return undefined;
    const base = this.#desk.disk.digest;
    const text = serialize(this.#session.document);
    return { ...this.#session.home, savedAt: this.args.clock.wall(), base, text };
  }

  #autosaved(failure: unknown): void {
    if (failure === undefined) return this.deps.problems.replace(AUTOSAVE, []);
    const file = this.args.dataFolder;
    const error = fail('file.unwritable', { file, reason: systemReason(failure) }, failure);
    this.deps.problems.replace(AUTOSAVE, [problemOf(error, { kind: 'file', file }, 'warning')]);
  }

  /** Has another program changed the file? */
  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const changed = await this.#desk.disk.changedSinceLook();
      if (changed !== undefined) this.#tellChanged(changed);
    } catch (thrown) {
      this.args.log.debug(`the patch file could not be looked at: ${messageOf(thrown)}`);
    } finally {
      this.#looking = false;
    }
  }

  #tellChanged(changed: boolean): void {
    const file = this.#desk.disk.path;
    if (!changed || file === undefined) return this.deps.problems.replace(DISK, []);
    const report = problemOf(fail('file.changed-on-disk', { file }), { kind: 'file', file }, 'warning');
    const fixes = [
      { id: 'reload-file', label: 'Open it again, without unsaved changes' },
      { id: 'overwrite-file', label: 'Overwrite it' },
    ];
    this.deps.problems.replace(DISK, [{ ...report, fixes }]);
  }

  #problemsChanged(): void {
    this.#telling ??= this.args.clock.after(PROBLEMS_DELAY, () => {
      this.#telling = undefined;
      this.#publish('patch.problemsChanged', this.deps.problems.list());
    });
  }

  async #fix(id: string, fix: string): Promise<{ done: boolean }> {
    const problem = this.deps.problems.list().find(one => one.id === id);
    return { done: problem !== undefined && (await this.#fixes.run(problem, fix)) };
  }

  #addFixes(): void {
    this.#stops.push(
      this.#fixes.on('reload-file', async () => {
        const { path } = this.#desk.disk;
        if (path !== undefined) await this.#inTurn(() => this.#open(path, true, []));
        return path !== undefined;
      }),
      this.#fixes.on('overwrite-file', async () => {
        await this.#inTurn(() => this.#save(undefined, true));
        return true;
      }),
      this.#fixes.on('restore-wire', ({ place }) => {
        if (place.kind !== 'mapping') return false;
        const { from, to } = place;
        if (this.deps.engine.restoreWire?.(from, to) === true) return true;
        const operation: Operation = { op: 'mapping.set', from, to, off: false };
        this.#edited(this.#session.edit({ label: 'Restore the wire', operations: [operation] }), '');
        return true;
      }),
    );
  }

  #publish<N extends keyof PatchEvents>(event: N, payload: PatchEvents[N]): void {
    this.args.bus.publish(event, payload);
  }
}

function folderOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : dirname(path);
}

/** The contract has checked its shape. */
function readEdit(request: ServiceRequest): Edit {
  const { label, operations, modules = [] } = request as unknown as Edit;
  return { label, operations, modules };
}
