import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fail } from '../../shared/error/coded-error.ts';
import type { Access } from './query/planner.ts';

/**
 * Who may read what. Without folders every file may be read; with them only what really lies inside: links are
 * followed before the comparison. Relative paths start at `folder`.
 */
export function accessTo(folder: string, allowed: readonly string[] = []): Access {
  const roots = allowed.map(root => realOf(resolve(folder, root)));
  return {
    folder,
    allow: path => {
      if (roots.length === 0) return;
      const real = realOf(path);
      if (!roots.some(root => isInside(root, real))) throw fail('stack.forbidden', { file: path });
    },
  };
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** The path without links, as far as it exists: a file that is not there must not tell what is. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : resolve(realOf(above), relative(above, path));
  }
}
