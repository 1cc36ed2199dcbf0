import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorker } from '../../threads/start-worker.ts';
import { readSound } from '../audio/read-sound.ts';
import type { Sound } from '../audio/sound.ts';
import { Answers } from '../answer.ts';
import type { Reply } from '../reply.ts';
import { Stacks, type StacksOptions } from '../stacks.ts';

/** Stacks on folders of their own, for tests. Close it. */
export class TestStacks {
  readonly folder = mkdtempSync(join(tmpdir(), 'stacks-'));
  readonly cacheFolder = join(this.folder, 'cache');
  readonly modules = join(this.folder, 'modules');
  readonly stacks: Stacks;
  readonly answers: Answers;

  constructor(options: Partial<StacksOptions> = {}) {
    mkdirSync(this.modules);
    this.stacks = new Stacks({
      cacheFolder: this.cacheFolder,
      startWorker,
      threads: 1,
      baseFolder: () => this.folder,
      moduleFolders: () => [{ path: this.modules, origin: 'user' }],
      ...options,
    });
    this.answers = new Answers(this.stacks);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  ask(fields: Readonly<Record<string, unknown>>): Promise<Reply> {
    return this.answers.answer({ action: 'process', mode: 'sync', ...fields });
  }

  /** Run a query and read its result; an error reply throws. */
  async sound(fields: Readonly<Record<string, unknown>>): Promise<Sound> {
    const reply = await this.ask(fields);
    if (reply.out !== 'ok') throw new Error(reply.details);
    return readSound(reply.details);
  }

  async close(): Promise<void> {
    await this.stacks.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
