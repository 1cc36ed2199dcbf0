import { basename } from 'node:path';
import { CodedError, fail, messageOf } from '../../../shared/error/coded-error.ts';
import { probeSound } from '../audio/read-sound.ts';
import type { ModuleTools, SoundModule } from '../module/sound-module.ts';
import type { Task } from './task.ts';

type Step = Extract<Task, { kind: 'step' }>;

/** Errors of the file system that mean that there is no room, whoever meets them. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS']);

/** Run a module on a part of the target and look at what it left there. */
export async function runStep(
  module: SoundModule,
  task: Step,
  part: string,
  tools: ModuleTools,
): Promise<void> {
  const returned = await called(module, task, part, tools);
  if (returned !== part)
    throw fail('stack.bad-output', { module: module.name, reason: 'it returned another name' });
  const info = probed(module.name, part);
  if (info.length === 0)
    throw fail('stack.bad-output', { module: module.name, reason: 'it holds no samples' });
}

async function called(module: SoundModule, task: Step, part: string, tools: ModuleTools): Promise<unknown> {
  try {
    return await module.process(task.input, task.parameters, part, tools);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    if (NO_ROOM.has((error as NodeJS.ErrnoException | null)?.code ?? '')) {
      throw fail('stack.disk', { reason: messageOf(error) }, error);
    }
    const reason = messageOf(error).split('\n', 1)[0] ?? '';
    throw fail('stack.module-failed', { module: module.name, file: basename(task.input), reason }, error);
  }
}

function probed(module: string, part: string): { readonly length: number } {
  let info: ReturnType<typeof probeSound>;
  try {
    info = probeSound(part);
  } catch {
    throw fail('stack.bad-output', { module, reason: 'it wrote no file' });
  }
  if (!info) throw fail('stack.bad-output', { module, reason: 'it is neither WAV nor FLAC' });
  return info;
}
