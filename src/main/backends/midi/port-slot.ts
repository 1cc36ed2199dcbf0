import { messageOf } from '../../../shared/error/coded-error.ts';
import type { MidiDriver, MidiOutputPort, PortId } from './driver.ts';
import { findPort, hasPort, stableName } from './port-rule.ts';
import type { PortList } from './port-watcher.ts';

type AnyPort = Pick<MidiOutputPort, 'close'> & { readonly send: MidiOutputPort['send'] | undefined };
/** Open a listed port, or a virtual one when `port` is undefined. Throws when that fails. */
export type OpenPort = (driver: MidiDriver, port: PortId | undefined) => AnyPort;
export type PortChange = 'none' | 'opened' | 'closed' | 'replaced';

/** A port that an instance wants: open while it exists. Without a rule it is a virtual port of our own. */
export class PortSlot {
  #port: AnyPort | undefined;
  #id: PortId | undefined;
  #fault = '';

  constructor(
    private readonly rule: string | undefined,
    private readonly open: OpenPort,
  ) {}

  get isOpen(): boolean {
    return this.#port !== undefined;
  }

  /** What is waited for, and why it did not open if it is there. */
  get wanted(): string {
    const name = this.rule === undefined ? 'a virtual port' : `"${this.rule}"`;
    return this.#fault === '' ? name : `${name} (${this.#fault})`;
  }

  get openName(): string {
    return this.#id ? stableName(this.#id.name) : 'virtual port';
  }

  /** False when the port is not open. */
  send(bytes: Uint8Array): boolean {
    if (!this.#port?.send) return false;
    this.#port.send(bytes);
    return true;
  }

  /** Compare with the ports there are now. */
  follow(ports: PortList, names: readonly string[]): PortChange {
    const was = this.isOpen;
    if (was && !this.#stillThere(ports, names)) this.close();
    const lost = was && !this.isOpen;
    if (!this.isOpen && ports.ok) this.#tryOpen(ports.driver, names);
    if (lost) return this.isOpen ? 'replaced' : 'closed';
    return this.isOpen && !was ? 'opened' : 'none';
  }

  close(): void {
    const port = this.#port;
    this.#port = undefined;
    this.#id = undefined;
    try {
      port?.close();
    } catch {
      // The device is gone; there is nothing left to close.
    }
  }

  #stillThere(ports: PortList, names: readonly string[]): boolean {
    if (!ports.ok) return false;
    return this.#id === undefined || hasPort(this.#id, names);
  }

  #tryOpen(driver: MidiDriver, names: readonly string[]): void {
    this.#fault = '';
    if (this.rule === undefined && !driver.virtualPorts) {
      this.#fault = 'this system has none: name a device, or use a loopback driver';
      return;
    }
    const id = this.rule === undefined ? undefined : findPort(this.rule, names);
    if (this.rule !== undefined && !id) return;
    try {
      this.#port = this.open(driver, id);
      this.#id = id;
    } catch (error) {
      this.#fault = messageOf(error);
    }
  }
}
