import type { DirectoryScope } from '../../shared/contract/calls/directory.ts';
import { messageOf } from '../../shared/error/coded-error.ts';

interface Named {
  readonly name: string;
}

/** An item, and where it is kept. */
export type Kept<T> = T & { readonly scope: DirectoryScope | 'built-in' };

export interface SendOptions<T> {
  readonly scope?: DirectoryScope;
  readonly replaces?: string;
  /** Refuse where it is not this any more. */
  readonly seen?: T;
}

export interface DeskWorld<T extends Named> {
  read(): readonly Kept<T>[];
  write(list: readonly Kept<T>[]): void;
  /** Without where it is kept. */
  plain(item: Kept<T>): T;
  send(item: T, options: SendOptions<T>): Promise<unknown>;
  remove(name: string): Promise<unknown>;
}

/**
 * Changes of profiles or displays, one after another: each begins with what the one before has made, also while the
 * engine's announcement of it is still on its way. All answer what is wrong; empty when it was done.
 */
export class DeskList<T extends Named> {
  readonly #world: DeskWorld<T>;
  #turn: Promise<unknown> = Promise.resolve();
  #renamed: { readonly from: string; readonly to: string } | undefined;

  constructor(world: DeskWorld<T>) {
    this.#world = world;
  }

  add(item: T, scope: DirectoryScope = 'patch'): Promise<string> {
    return this.#inTurn(async () => {
      await this.#world.send(item, { scope });
      this.#world.write(inOrder([...this.#world.read(), { ...item, scope }]));
    });
  }

  /** Change the item that is called `name`, or was when the change was asked for; with a scope it moves there. */
  change(name: string, edit: (item: T) => T, scope?: DirectoryScope): Promise<string> {
    return this.#inTurn(async () => {
      const { read, write, plain, send } = this.#world;
      const before =
        read().find(one => one.name === name) ?? read().find(one => one.name === this.#now(name));
      if (!before) return;
      const seen = plain(before);
      const item = edit(seen);
      if (item === seen && scope === undefined) return;
      await send(item, { replaces: before.name, seen, ...(scope === undefined ? {} : { scope }) });
      if (item.name !== before.name) this.#renamed = { from: before.name, to: item.name };
      const kept = { ...item, scope: scope ?? before.scope };
      write(inOrder(read().map(one => (one.name === before.name ? kept : one))));
    });
  }

  remove(name: string): Promise<string> {
    return this.#inTurn(() => this.#world.remove(name));
  }

  #now(name: string): string {
    return this.#renamed?.from === name ? this.#renamed.to : name;
  }

  #inTurn(action: () => Promise<unknown>): Promise<string> {
    const turn = this.#turn.then(action).then(() => '', messageOf);
    this.#turn = turn;
    return turn;
  }
}

const SCOPES = ['patch', 'app', 'built-in'];

/** As the engine lists them: what belongs to the patch first. */
function inOrder<T>(list: readonly Kept<T>[]): readonly Kept<T>[] {
  return [...list].sort((a, b) => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope));
}
