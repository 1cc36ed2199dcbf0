import type { Problem, ProblemReport } from '../../../shared/error/problem.ts';
import type { PatchDocument } from '../../../shared/patch/document.ts';

/** What the patch service uses of the engine. */
export interface PatchEngine {
  /** Run this document from now on; the engine finds out what changed. Called after changes that it can notice. */
  apply(document: PatchDocument): Promise<void> | void;
  /** Join a wire again that was cut out of a loop; false when it was not cut. */
  restoreWire?(from: string, to: string): boolean;
}

/** The store of all problems. */
export interface PatchProblems {
  /** Replace all problems of an owner. */
  replace(owner: string, reports: readonly ProblemReport[]): void;
  list(): readonly Problem[];
  onChange(listener: () => void): () => void;
}
