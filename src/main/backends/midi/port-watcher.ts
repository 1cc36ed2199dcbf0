import { messageOf } from '../../../shared/error/coded-error.ts';
import type { Clock, Dispose } from '../../../shared/plugin/common.ts';
import type { LoadDriver, MidiDriver } from './driver.ts';

/** The ports there are now, or why there can be none. */
export type PortList =
  | {
      readonly ok: true;
      readonly driver: MidiDriver;
      readonly inputs: readonly string[];
      readonly outputs: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

/** Look for devices this often (ms), so that one that returns plays again within two seconds. */
export const POLL_MS = 1000;
/** After the system told of a change, look after this long, ms. */
const CHANGE_MS = 30;
/** Where the system has no MIDI, look again after this long (ms), and at most that rarely. */
const RETRY_MS = 10_000;
const RETRY_MOST_MS = 300_000;

/** Lists the system's ports for all instances at once, as long as any of them cares. */
export class PortWatcher {
  readonly #listeners = new Set<(ports: PortList) => void>();
  #driver: MidiDriver | undefined;
  #timer: Dispose | undefined;
  #unwatch: Dispose | undefined;
  #retry = RETRY_MS;
  #looking = false;

  constructor(
    private readonly clock: Clock,
    private readonly load: LoadDriver,
  ) {}

  /** Be told the ports now and whenever they were looked up. */
  watch(listener: (ports: PortList) => void): Dispose {
    this.#listeners.add(listener);
    void this.look();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  /** Look now. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const ports = await this.list();
    this.#looking = false;
    for (const listener of [...this.#listeners]) listener(ports);
    this.#timer?.();
    if (this.#listeners.size === 0) return;
    if (ports.ok) this.#unwatch ??= ports.driver.watch?.(() => this.#lookSoon());
    this.#timer = this.clock.after(ports.ok ? POLL_MS : this.#retry, () => void this.look());
    this.#retry = ports.ok ? RETRY_MS : Math.min(RETRY_MOST_MS, this.#retry * 2);
  }

  /** The ports there are now; never throws. */
  async list(): Promise<PortList> {
    try {
      const driver = (this.#driver ??= await this.load());
      return { ok: true, driver, inputs: driver.inputs(), outputs: driver.outputs() };
    } catch (error) {
      return { ok: false, reason: messageOf(error) };
    }
  }

  /** A device makes several files, one after the other. */
  #lookSoon(): void {
    this.#timer?.();
    this.#timer = this.clock.after(CHANGE_MS, () => void this.look());
  }

  #stop(): void {
    this.#timer?.();
    this.#unwatch?.();
    this.#timer = this.#unwatch = undefined;
  }
}
