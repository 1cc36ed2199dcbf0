import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import type { RecoveryStore, SavedWork } from './recovery.ts';

/** Unsaved work is on disk this long after the edit, in ms. */
const DELAY = 1000;

export interface AutosaveOptions {
  readonly store: RecoveryStore;
  readonly clock: Clock;
  /** What is to be kept now; undefined when nothing is unsaved. */
  work(): SavedWork | undefined;
  /** How the last write went: undefined = well. */
  onDone(failure: unknown): void;
}

/** Writes unsaved work to the recovery folder soon after each edit, and takes it away when it is saved. */
export class Autosave {
  #timer: Dispose | undefined;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: AutosaveOptions) {}

  /** Something was edited. The first edit starts the clock: a person who never pauses is saved too. */
  soon(): void {
    this.#timer ??= this.options.clock.after(DELAY, () => void this.now());
  }

  /** Bring the recovery folder up to date; resolves to whether it is. Never rejects. */
  now(): Promise<boolean> {
    this.#timer?.();
    this.#timer = undefined;
    const done = this.#busy.then(() => this.#write());
    this.#busy = done;
    return done;
  }

  async #write(): Promise<boolean> {
    const { store, work, onDone } = this.options;
    try {
      const unsaved = work();
      await (unsaved ? store.write(unsaved) : store.clear());
      onDone(undefined);
      return true;
    } catch (thrown) {
      onDone(thrown);
      return false;
    }
  }
}
