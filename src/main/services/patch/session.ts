import type { PatchState } from '../../../shared/contract/calls/patch.ts';
import { applyAll, applyEdit } from '../../../shared/patch/apply.ts';
import { checkOperation } from '../../../shared/patch/check.ts';
import { EMPTY_PATCH, type PatchDocument } from '../../../shared/patch/document.ts';
import type { Edit } from '../../../shared/patch/operation.ts';
import { sameDocument } from '../../../shared/patch/same.ts';
import { History } from './history.ts';
import { turned } from './module-edits.ts';

export type Beside = Omit<PatchState, 'document'>;

/** Where a patch lives. */
export interface Home {
  /** Absolute; undefined while it has none. */
  readonly path: string | undefined;
  readonly name: string;
}

/** The open patch in memory: its document, its history, and whether it differs from what is saved. */
export class Session {
  #document: PatchDocument = EMPTY_PATCH;
  /** What the file holds; undefined when nothing on disk is like it (work brought back after a crash). */
  #saved: PatchDocument | undefined = EMPTY_PATCH;
  #revision = 0;
  #home: Home = { path: undefined, name: '' };
  readonly #history = new History();

  get document(): PatchDocument {
    return this.#document;
  }
  get home(): Home {
    return this.#home;
  }
  get dirty(): boolean {
    return this.#saved === undefined || !sameDocument(this.#saved, this.#document);
  }
  get beside(): Beside {
    return {
      revision: this.#revision,
      ...this.#home,
      dirty: this.dirty,
      undo: this.#history.undoLabel,
      redo: this.#history.redoLabel,
    };
  }
  get state(): PatchState {
    return { document: this.#document, ...this.beside };
  }

  /** Throws the coded error of the first operation that does not fit; nothing has changed then. */
  edit({ label, operations, modules = [] }: Edit): Edit {
    const { document, inverse } = applyEdit(this.#document, operations, checkOperation);
    this.#history.push({ label, forth: operations, back: inverse, modules });
    this.#become(document);
    return { label, operations, modules };
  }

  undo(): Edit {
    return this.#travel('undo', 'Undo');
  }
  redo(): Edit {
    return this.#travel('redo', 'Redo');
  }

  /** Another document is open now. `saved: false` says that no file holds it. */
  replace(document: PatchDocument, home: Home, saved: boolean): void {
    this.#history.clear();
    this.#home = home;
    this.#saved = saved ? document : undefined;
    this.#become(document);
  }

  /** The file of this home holds `document` now; edits may have come since. */
  markSaved(document: PatchDocument, home: Home): void {
    this.#saved = document;
    this.#home = home;
  }

  #travel(direction: 'undo' | 'redo', word: string): Edit {
    let done: Edit | undefined;
    this.#history[direction](step => {
      const operations = direction === 'undo' ? step.back : step.forth;
      this.#become(applyAll(this.#document, operations));
      const modules = direction === 'undo' ? step.modules.map(turned) : step.modules;
      done = { label: `${word}: ${step.label}`, operations, modules };
    });
    return done ?? { label: word, operations: [] };
  }

  #become(document: PatchDocument): void {
    this.#document = document;
    this.#revision++;
  }
}
