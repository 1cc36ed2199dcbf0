import { fail } from '../../../shared/error/coded-error.ts';
import type { ModuleChange } from '../../../shared/script/requests.ts';
import type { Fault, LoadReport } from '../link/messages.ts';
import type { ScriptFiles } from './script-files.ts';

interface WriteSubject {
  readonly files: ScriptFiles;
  reload(): Promise<LoadReport>;
  announceFiles(): void;
}

/**
 * Write several modules and load the script once. Fails with `sandbox.changed-on-disk` when one of them is no longer as
 * the change found it; nothing is written then.
 */
export async function writeModules(
  instance: WriteSubject,
  changes: readonly ModuleChange[],
): Promise<{ readonly ok: boolean; readonly diagnostics: readonly Fault[] }> {
  for (const { path, before } of changes) {
    if ((await instance.files.read(path)) !== before) throw fail('sandbox.changed-on-disk', { file: path });
  }
  for (const { path, text } of changes) await instance.files.write(path, text, undefined);
  const report = await instance.reload();
  instance.announceFiles();
  return { ok: report.ok, diagnostics: report.faults };
}
