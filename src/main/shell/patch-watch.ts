import type { ContractClient } from '../../shared/contract/client.ts';
import { hasPatchEnding } from '../../shared/patch/file-name.ts';
import type { PatchState, RecentFile } from '../../shared/contract/calls/patch.ts';

export type PatchSummary = Pick<PatchState, 'path' | 'name' | 'dirty'>;

/** What the shell knows of the open patch: enough for the title, the recent files and the question before quitting. */
export class PatchWatch {
  #client: ContractClient | undefined;
  #state: PatchSummary = { path: undefined, name: '', dirty: false };
  #recent: readonly RecentFile[] = [];

  constructor(private readonly changed: () => void) {}

  get state(): PatchSummary {
    return this.#state;
  }
  get recent(): readonly RecentFile[] {
    return this.#recent;
  }

  /** Follow a new engine. */
  follow(client: ContractClient): void {
    this.#client = client;
    client.on('patch.state', state => this.#set(state));
    client.on('patch.replaced', state => this.#set(state));
    client.on('patch.edited', ({ state }) => this.#set(state));
    // A refusal means that the engine is gone again: the next one is followed anew.
    client.call('patch.get', {}).then(
      state => this.#set(state, true),
      () => undefined,
    );
  }

  /**
   * Save, under another name if one is given. The dialog that it comes from has asked before it named a file that is
   * there, but not for the one that it becomes with its ending. Rejects with the coded error of the engine.
   */
  async save(path?: string): Promise<void> {
    const elsewhere = path === undefined ? {} : { path, overwrite: hasPatchEnding(path) };
    await this.#client?.call('patch.save', elsewhere);
  }

  /** The user gives up what is not saved: the next start must not offer it back. */
  async giveUp(): Promise<void> {
    try {
      await this.#client?.call('patch.new', { discard: true });
    } catch {
      // The engine is gone; what it kept is offered back.
    }
  }

  #set({ path, name, dirty }: PatchSummary, first = false): void {
    const before = this.#state;
    this.#state = { path, name, dirty };
    if (first || path !== before.path) void this.#loadRecent();
    if (path !== before.path || name !== before.name || dirty !== before.dirty) this.changed();
  }

  async #loadRecent(): Promise<void> {
    try {
      this.#recent = (await this.#client?.call('patch.recent', {})) ?? [];
      this.changed();
    } catch {
      // The engine is gone; the list of the next one will do.
    }
  }
}
