import { createStore } from 'zustand/vanilla';
import type { Link } from '../link/link.ts';

/** What the page knows of one gamepad; axes are -1..1, buttons 0..1. */
export interface PadState {
  readonly index: number;
  readonly id: string;
  readonly axes: readonly number[];
  readonly buttons: readonly number[];
}

export interface GamepadWorld {
  /** Every gamepad there is now. */
  read(): readonly PadState[];
  rumble(index: number, strong: number, weak: number): void;
  schedule(tick: () => void): void;
  /** Milliseconds that only grow. */
  now(): number;
}

/** Nothing changed, but the engine must know that the window is there: once a second (it waits for 3). */
const ALIVE = 1000;
/** 60 a second, with room for a clock that is a little early. */
const PAUSE = 15;
/** Before the browser stops a motor. */
const RUMBLE_AGAIN = 4500;

/**
 * Gamepads of this computer for the instances of the backend `gamepad`; the protocol is in that backend's index.ts. The
 * page looks at them only while such an instance exists.
 */
export class GamepadFeed {
  /** Which pad each instance took; null while it waits for one. */
  readonly store = createStore<{ readonly taken: ReadonlyMap<string, number | null> }>(() => ({
    taken: new Map(),
  }));
  readonly #link: Link;
  readonly #world: GamepadWorld;
  readonly #watchers = new Set<(pads: readonly PadState[]) => void>();
  #instances: readonly string[] = [];
  #ticking = false;
  #waiting = false;
  #sent: readonly PadState[] = [];
  #sentAt = -Infinity;
  #rumbling: { index: number; strong: number; weak: number; since: number } | undefined;

  constructor(link: Link, world: GamepadWorld = browserPads) {
    this.#link = link;
    this.#world = world;
    link.onOpen(() => (this.#sentAt = -Infinity));
    link.on('devices.notify', ({ instance, topic, payload }) => {
      if (topic === 'rumble' && this.#instances.includes(instance)) this.#rumble(payload);
    });
  }

  /** The instances of the backend in the open patch. */
  setInstances(names: readonly string[]): void {
    if (names.join('\n') === this.#instances.join('\n')) return;
    this.#instances = names;
    this.#sentAt = -Infinity;
    this.store.setState(({ taken }) => ({
      taken: new Map(names.map(name => [name, taken.get(name) ?? null])),
    }));
    if (names.length === 0 || this.#ticking) return;
    this.#ticking = true;
    this.#world.schedule(this.#tick);
  }

  /** See every state as it is read, for pictures of it. */
  watch(watcher: (pads: readonly PadState[]) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tick = (): void => {
    if (this.#instances.length === 0) {
      this.#ticking = false;
      return;
    }
    this.#rumbleOn();
    const pads = this.#world.read();
    for (const watcher of this.#watchers) watcher(pads);
    const age = this.#world.now() - this.#sentAt;
    const due = age >= ALIVE || (age >= PAUSE && !samePads(pads, this.#sent));
    // Another window may have the pads: one without any says so once, and is silent then.
    if (due && !this.#waiting && pads.length + this.#sent.length > 0) void this.#send(pads);
    this.#world.schedule(this.#tick);
  };

  async #send(pads: readonly PadState[]): Promise<void> {
    this.#sent = pads;
    this.#sentAt = this.#world.now();
    this.#waiting = true;
    const answers = this.#instances.map(async instance => {
      const params = { pads };
      const answer = await this.#link.call('devices.request', { instance, request: 'state', params });
      return [instance, indexOf(answer)] as const;
    });
    const settled = await Promise.allSettled(answers);
    this.#waiting = false;
    const taken = new Map(settled.flatMap(one => (one.status === 'fulfilled' ? [one.value] : [])));
    const before = this.store.getState().taken;
    if ([...taken].some(([name, index]) => before.get(name) !== index))
      this.store.setState({ taken: new Map([...before, ...taken]) });
  }

  #rumble(payload: unknown): void {
    const { index, strong, weak } = (payload ?? {}) as Record<string, unknown>;
    if (typeof index !== 'number' || typeof strong !== 'number' || typeof weak !== 'number') return;
    this.#rumbling = { index, strong, weak, since: this.#world.now() };
    this.#world.rumble(index, strong, weak);
  }

  /** A motor runs on until it is told otherwise, longer than a browser lets it at one go. */
  #rumbleOn(): void {
    if (!this.#rumbling || this.#world.now() - this.#rumbling.since < RUMBLE_AGAIN) return;
    const { index, strong, weak } = this.#rumbling;
    this.#rumbling = strong + weak > 0 ? { index, strong, weak, since: this.#world.now() } : undefined;
    if (this.#rumbling) this.#world.rumble(index, strong, weak);
  }
}

function indexOf(answer: unknown): number | null {
  const index = (answer as { readonly index?: unknown } | null)?.index;
  return typeof index === 'number' ? index : null;
}

export function samePads(a: readonly PadState[], b: readonly PadState[]): boolean {
  return a.length === b.length && a.every((pad, i) => samePad(pad, b[i]));
}

function samePad(a: PadState, b: PadState | undefined): boolean {
  return b !== undefined && a.index === b.index && same(a.axes, b.axes) && same(a.buttons, b.buttons);
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** The longest that a browser lets a motor run. */
const RUMBLE_MS = 5000;

const browserPads: GamepadWorld = {
  read: () =>
    navigator.getGamepads().flatMap(pad =>
      pad?.connected === true
        ? [
            {
              index: pad.index,
              id: pad.id,
              axes: [...pad.axes],
              buttons: pad.buttons.map(button => button.value),
            },
          ]
        : [],
    ),
  rumble(index, strong, weak) {
    const actuator = navigator.getGamepads()[index]?.vibrationActuator;
    const effect = { duration: RUMBLE_MS, strongMagnitude: strong, weakMagnitude: weak };
    void actuator?.playEffect('dual-rumble', effect).catch(() => undefined);
  },
  schedule: tick => void requestAnimationFrame(tick),
  now: () => performance.now(),
};
