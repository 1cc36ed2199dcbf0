import { createStore } from 'zustand/vanilla';
import type { Link } from '../link/link.ts';
import { isTextField } from './keymap.ts';

type Press = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

export interface KeysModel {
  /** By instance: the keys that the patch uses, as `ctrl+KeyS`. */
  readonly used: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of keys that are down now. */
  readonly down: ReadonlySet<string>;
}

/** While keys are down the engine must know that the window is there: once a second (it waits for 3). */
const ALIVE = 1000;

/**
 * Keys pressed in this window for the instances of the backend `keyboard`; the protocol is in that backend's index.ts.
 * Text that is being typed never goes there, and commands of the program come first.
 */
export class KeyFeed {
  readonly store = createStore<KeysModel>(() => ({ used: new Map(), down: new Set() }));
  readonly #link: Link;
  /** The user listens for controls: keys that are not used yet are wanted too. */
  readonly #learning: () => boolean;
  /** By code: the name under which it went down. */
  readonly #down = new Map<string, string>();
  #instances: readonly string[] = [];
  #alive: ReturnType<typeof setInterval> | undefined;

  constructor(link: Link, learning: () => boolean) {
    this.#link = link;
    this.#learning = learning;
    link.onOpen(() => this.#askUsed());
    link.on('devices.notify', ({ instance, topic, payload }) => {
      if (topic === 'keys' && this.#instances.includes(instance)) this.#takeUsed(instance, payload);
    });
  }

  /** The instances of the backend in the open patch. */
  setInstances(names: readonly string[]): void {
    if (names.join('\n') === this.#instances.join('\n')) return;
    this.#instances = names;
    this.store.setState(({ used }) => ({
      used: new Map(names.map(name => [name, used.get(name) ?? new Set<string>()])),
    }));
    this.#askUsed();
  }

  /** Listen to a window; the answer stops it. */
  attach(window: Window): () => void {
    const press = (event: KeyboardEvent) => this.press(event);
    const release = (event: KeyboardEvent) => this.release(event);
    const leave = () => this.leave();
    const hide = () => {
      if (window.document.hidden) this.leave();
    };
    window.addEventListener('keydown', press);
    window.addEventListener('keyup', release);
    window.addEventListener('blur', leave);
    window.document.addEventListener('visibilitychange', hide);
    return () => {
      this.leave();
      window.removeEventListener('keydown', press);
      window.removeEventListener('keyup', release);
      window.removeEventListener('blur', leave);
      window.document.removeEventListener('visibilitychange', hide);
    };
  }

  press(event: KeyboardEvent): void {
    if (this.#instances.length === 0 || event.defaultPrevented || isTextField(event.target)) return;
    const name = keyName(event);
    const used = [...this.store.getState().used.values()].some(keys => keys.has(name));
    if (!used && !this.#learning()) return;
    if (used) event.preventDefault();
    if (event.repeat || this.#down.has(event.code)) return;
    this.#down.set(event.code, name);
    this.#tell('key', eventOf(event, true));
    this.#show();
  }

  /** Also where the focus went into a text field meanwhile: what was pressed is let go. */
  release(event: KeyboardEvent): void {
    if (!this.#down.delete(event.code)) return;
    this.#tell('key', eventOf(event, false));
    this.#show();
  }

  /** The window lost the focus: nobody will tell when the keys go up. */
  leave(): void {
    if (this.#down.size === 0) return;
    this.#down.clear();
    this.#tell('blur', {});
    this.#show();
  }

  #show(): void {
    this.store.setState({ down: new Set(this.#down.values()) });
    if (this.#down.size > 0) this.#alive ??= setInterval(() => this.#tell('alive', {}), ALIVE);
    else {
      clearInterval(this.#alive);
      this.#alive = undefined;
    }
  }

  #tell(request: string, params: unknown): void {
    for (const instance of this.#instances)
      void this.#link.call('devices.request', { instance, request, params }).catch(() => undefined);
  }

  #askUsed(): void {
    for (const instance of this.#instances)
      void this.#link.call('devices.request', { instance, request: 'keys', params: {} }).then(
        answer => this.#takeUsed(instance, answer),
        () => undefined,
      );
  }

  #takeUsed(instance: string, answer: unknown): void {
    const keys = (answer as { readonly keys?: unknown } | null)?.keys;
    if (!Array.isArray(keys)) return;
    const names = new Set(keys.filter((key): key is string => typeof key === 'string'));
    this.store.setState(({ used }) => ({ used: new Map(used).set(instance, names) }));
  }
}

const MODIFIERS = [
  ['ctrl', 'ctrlKey', 'Control'],
  ['alt', 'altKey', 'Alt'],
  ['shift', 'shiftKey', 'Shift'],
  ['meta', 'metaKey', 'Meta'],
] as const;

/** A key as the backend calls it: `ctrl+shift+KeyS`. A modifier alone does not modify itself. */
export function keyName(event: Press): string {
  const held = MODIFIERS.filter(([, flag, code]) => event[flag] && !event.code.startsWith(code));
  return [...held.map(([name]) => name), event.code].join('+');
}

function eventOf(event: Press, down: boolean) {
  const { code, ctrlKey, altKey, shiftKey, metaKey } = event;
  return { code, down, ctrl: ctrlKey, alt: altKey, shift: shiftKey, meta: metaKey };
}
