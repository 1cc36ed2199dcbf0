import { basename } from 'node:path';

const FILE = /^vt_module_([a-z0-9][a-z0-9_-]{0,63})\.(ts|js|mjs)$/;

/** Extensions of module files, in the order in which they are looked for. */
export const MODULE_EXTENSIONS = ['ts', 'js', 'mjs'] as const;

/** The module that a file holds by its name; undefined when it is no module file. */
export function moduleOfFile(path: string): string | undefined {
  return FILE.exec(basename(path))?.[1];
}

/** Whether a name could be a module's: only such names are looked for on disk. */
export function isModuleName(name: string): boolean {
  return FILE.test(`vt_module_${name}.ts`);
}

/** The function that a module file exports. A hyphen cannot stand in its name. */
export function processName(module: string): string {
  return `process_${module.replaceAll('-', '_')}`;
}
