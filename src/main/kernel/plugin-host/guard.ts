import { createRequire, syncBuiltinESMExports } from 'node:module';

const PROGRAMS = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'] as const;

/**
 * Take from this thread what would reach beyond it by accident: signals to the program, native code, child processes,
 * and threads of its own, which nobody would watch. It is no fence against malice; what a user installs is trusted that
 * far.
 */
export function guardThread(): void {
  const require = createRequire(import.meta.url);
  const refuse = (object: object, name: string) =>
    Object.defineProperty(object, name, {
      value: function refused() {
        throw new Error(`${name} is not there for plugins`);
      },
      configurable: true,
      writable: true,
    });
  const programs = require('node:child_process') as object;
  for (const name of PROGRAMS) refuse(programs, name);
  refuse(require('node:worker_threads') as object, 'Worker');
  for (const name of ['kill', 'abort', 'dlopen', 'chdir']) refuse(process, name);
  syncBuiltinESMExports();
}
