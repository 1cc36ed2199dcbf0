import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import { chordName, type Modifier, MODIFIERS, parseChord } from './chord.ts';
import { type KeyboardOptions, readConfig } from './config.ts';

/** While keys are down, a window that is silent for this long (ms) is gone, and with it the finger. */
export const SILENCE_MS = 3000;

/** The keyboard of whoever looks at the window. */
export class Keys implements BackendInstance {
  readonly #options: KeyboardOptions;
  readonly #names: (string | undefined)[] = [];
  readonly #sources = new Map<string, number>();
  /** By the code of a key that is down: the name under which it went down. */
  readonly #down = new Map<string, string>();
  /** Names that a press has switched on. */
  readonly #on = new Set<string>();
  #silence: Dispose | undefined;

  constructor(private readonly args: InstanceArgs) {
    this.#options = readConfig(args.name, args.options, problem => args.problems.report(problem));
    args.status({ state: 'ok', detail: 'Listens while the window is in front' });
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const name = parseChord(this.args.name, channel);
    this.#names[local] = name;
    if (use.source) this.#sources.set(name, local);
    else this.#sources.delete(name);
    this.#tellKeys();
  }

  removeChannel(local: number): void {
    const name = this.#names[local];
    this.#names[local] = undefined;
    if (name !== undefined) this.#sources.delete(name);
    this.#tellKeys();
  }

  receive(batch: EventBatch): void {
    this.args.counters.dropped += batch.end - batch.start;
  }

  /** See index.ts for the operations. */
  request(op: string, params: unknown): unknown {
    switch (op) {
      case 'keys':
        return { keys: [...this.#sources.keys()] };
      case 'key':
        return { used: this.#key(params) };
      case 'alive':
        this.#waitForSilence();
        return {};
      case 'blur':
        this.#releaseAll();
        return {};
      default:
        return undefined;
    }
  }

  panic(): void {
    this.#releaseAll();
  }

  unload(): void {
    this.#silence?.();
  }

  #key(params: unknown): boolean {
    const event = readKey(params);
    if (!event) {
      this.args.counters.malformed++;
      return false;
    }
    this.args.counters.received++;
    this.args.counters.lastActivity = this.args.clock.now();
    const name = event.down ? chordName(event.code, event.held) : this.#down.get(event.code);
    if (name === undefined) return false;
    if (event.down) this.#press(event.code, name);
    else this.#release(event.code, name);
    this.#waitForSilence();
    return this.#sources.has(name);
  }

  #press(code: string, name: string): void {
    // A key that is held repeats itself.
    if (this.#down.has(code)) return;
    this.#down.set(code, name);
    if (this.#options.mode === 'hold') this.#emit(name, 1);
    else this.#toggle(name);
  }

  #release(code: string, name: string): void {
    this.#down.delete(code);
    if (this.#options.mode === 'hold') this.#emit(name, 0);
  }

  #toggle(name: string): void {
    if (!this.#on.delete(name)) this.#on.add(name);
    this.#emit(name, this.#on.has(name) ? 1 : 0);
  }

  #releaseAll(): void {
    for (const [code, name] of [...this.#down]) this.#release(code, name);
    this.#waitForSilence();
  }

  #emit(name: string, value: number): void {
    const local = this.#sources.get(name);
    if (local !== undefined) this.args.emit(local, value);
    else if (this.args.detector.active) this.args.detector.report(name, value);
  }

  #waitForSilence(): void {
    this.#silence?.();
    this.#silence = undefined;
    if (this.#down.size > 0) this.#silence = this.args.clock.after(SILENCE_MS, () => this.#releaseAll());
  }

  #tellKeys(): void {
    this.args.notify('keys', { keys: [...this.#sources.keys()] });
  }
}

interface KeyEvent {
  readonly code: string;
  readonly down: boolean;
  readonly held: ReadonlySet<Modifier>;
}

function readKey(params: unknown): KeyEvent | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  const { code, down, ...rest } = params as Record<string, unknown>;
  if (typeof code !== 'string' || !/^[A-Z][A-Za-z0-9]{0,31}$/.test(code) || typeof down !== 'boolean')
    return undefined;
  // A modifier pressed alone does not modify itself.
  const held = MODIFIERS.filter(name => rest[name] === true && !code.toLowerCase().startsWith(KEY_OF[name]));
  return { code, down, held: new Set(held) };
}

const KEY_OF: Readonly<Record<Modifier, string>> = {
  ctrl: 'control',
  alt: 'alt',
  shift: 'shift',
  meta: 'meta',
};
