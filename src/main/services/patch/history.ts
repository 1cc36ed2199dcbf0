import { fail } from '../../../shared/error/coded-error.ts';
import type { ModuleEdit, Operation } from '../../../shared/patch/operation.ts';

/** One edit that can be taken back and done again. */
export interface Step {
  readonly label: string;
  readonly forth: readonly Operation[];
  readonly back: readonly Operation[];
  readonly modules: readonly ModuleEdit[];
}

/** Characters of a module that weigh as much as one operation. */
const MODULE_WEIGHT = 100;

/** How many edits can be taken back, and how many operations they may have together. */
const MAX_STEPS = 1000;
const MAX_OPERATIONS = 1_000_000;

/** The edits that were made and those that were taken back. */
export class History {
  #undo: Step[] = [];
  #redo: Step[] = [];
  #operations = 0;

  get undoLabel(): string | undefined {
    return this.#undo.at(-1)?.label;
  }
  get redoLabel(): string | undefined {
    return this.#redo.at(-1)?.label;
  }

  /** A new edit; what was taken back before can no longer be done again. */
  push(step: Step): void {
    this.#redo = [];
    this.#undo.push(step);
    this.#operations += sizeOf(step);
    while (this.#undo.length > 1 && (this.#undo.length > MAX_STEPS || this.#operations > MAX_OPERATIONS)) {
      const oldest = this.#undo.shift();
      if (oldest) this.#operations -= sizeOf(oldest);
    }
  }

  /** Hand the last edit to `run`; it moves over to be done again only if that does not throw. */
  undo(run: (step: Step) => void): void {
    const step = this.#undo.at(-1);
    if (!step) throw fail('patch.nothing-to-undo', { what: 'undo' });
    run(step);
    this.#undo.pop();
    this.#redo.push(step);
    this.#operations -= sizeOf(step);
  }

  redo(run: (step: Step) => void): void {
    const step = this.#redo.at(-1);
    if (!step) throw fail('patch.nothing-to-undo', { what: 'redo' });
    run(step);
    this.#redo.pop();
    this.#undo.push(step);
    this.#operations += sizeOf(step);
  }

  clear(): void {
    this.#undo = [];
    this.#redo = [];
    this.#operations = 0;
  }
}

function sizeOf(step: Step): number {
  const texts = step.modules.reduce((sum, one) => sum + one.before.length + one.after.length, 0);
  return step.forth.length + step.back.length + Math.ceil(texts / MODULE_WEIGHT);
}
