import { fail } from '../../../shared/error/coded-error.ts';
import type { ModuleEdit } from '../../../shared/patch/operation.ts';

/** Writes modules of one script, all or none: rejects when one of them is not as `before` says. */
export type WriteModules = (
  instance: string,
  files: readonly { readonly path: string; readonly before: string; readonly text: string }[],
) => Promise<unknown>;

/** Write the modules of an edit. When one script refuses, those before it get their texts back. */
export async function writeAllModules(
  write: WriteModules | undefined,
  edits: readonly ModuleEdit[],
): Promise<void> {
  const done: ModuleEdit[] = [];
  for (const [instance, own] of byInstance(edits)) {
    try {
      if (!write) throw fail('patch.no-modules', { instance });
      await write(instance, own.map(toWrite));
      done.push(...own);
    } catch (thrown) {
      await takeBackModules(write, done);
      throw thrown;
    }
  }
}

/** Give modules their old texts back, as far as they are still as the edit left them. */
export async function takeBackModules(
  write: WriteModules | undefined,
  edits: readonly ModuleEdit[],
): Promise<void> {
  await carryModules(write, edits.map(turned));
}

/** Write each module that is as `before` says; answers the others, which stay as somebody has made them since. */
export async function carryModules(
  write: WriteModules | undefined,
  edits: readonly ModuleEdit[],
): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const edit of edits) {
    const written = write?.(edit.instance, [toWrite(edit)]) ?? Promise.reject(new Error('no modules'));
    await written.catch(() => kept.push(edit.path));
  }
  return kept;
}

/** The edit that takes an edit back. */
export function turned({ before, after, ...rest }: ModuleEdit): ModuleEdit {
  return { ...rest, before: after, after: before };
}

function toWrite({ path, before, after }: ModuleEdit) {
  return { path, before, text: after };
}

function byInstance(edits: readonly ModuleEdit[]): ReadonlyMap<string, readonly ModuleEdit[]> {
  const groups = new Map<string, ModuleEdit[]>();
  for (const edit of edits) groups.set(edit.instance, [...(groups.get(edit.instance) ?? []), edit]);
  return groups;
}
