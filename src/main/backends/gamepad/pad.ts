import { clamp01 } from '../../../shared/signal/value.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import { type PadChannel, padChannelName, parsePadChannel } from './channels.ts';
import { type GamepadOptions, readConfig } from './config.ts';
import { type PadState, readPads } from './state.ts';

/** A window that is silent for this long (ms) is gone, and with it the hand on the pad. */
export const SILENCE_MS = 3000;

/** One gamepad, as a window tells of it. */
export class Pad implements BackendInstance {
  readonly #options: GamepadOptions;
  readonly #channels: (PadChannel | undefined)[] = [];
  readonly #sources = new Map<string, number>();
  /** By the name of the channel: its value. */
  readonly #values = new Map<string, number>();
  readonly #rumble = { strong: 0, weak: 0 };
  #index: number | undefined;
  #silence: Dispose | undefined;

  constructor(private readonly args: InstanceArgs) {
    this.#options = readConfig(args.name, args.options, problem => args.problems.report(problem));
    this.#tellWaiting();
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const parsed = parsePadChannel(this.args.name, channel);
    this.#channels[local] = parsed;
    if (use.source) this.#sources.set(padChannelName(parsed), local);
    else this.#sources.delete(padChannelName(parsed));
  }

  removeChannel(local: number): void {
    const channel = this.#channels[local];
    this.#channels[local] = undefined;
    if (channel) this.#sources.delete(padChannelName(channel));
  }

  receive(batch: EventBatch): void {
    for (let i = batch.start; i < batch.end; i++) {
      const kind = this.#channels[batch.locals[i] ?? -1]?.kind;
      if (kind === 'strong' || kind === 'weak') this.#rumble[kind] = batch.values[i] ?? 0;
    }
    this.#sendRumble();
  }

  /** See index.ts for the operations. */
  request(op: string, params: unknown): unknown {
    if (op === 'hello') return { pad: this.#options.pad, index: this.#index ?? null };
    if (op !== 'state') return undefined;
    const pads = readPads(params);
    if (!pads) {
      this.args.counters.malformed++;
      return { index: null };
    }
    this.#heard(pads);
    return { index: this.#index ?? null };
  }

  panic(): void {
    this.#rumble.strong = this.#rumble.weak = 0;
    this.#sendRumble();
  }

  unload(): void {
    this.#silence?.();
    this.panic();
  }

  #heard(pads: readonly PadState[]): void {
    this.args.counters.received++;
    this.args.counters.lastActivity = this.args.clock.now();
    this.#silence?.();
    this.#silence = this.args.clock.after(SILENCE_MS, () => this.#gone());
    const pad = pads.find(one => this.#fits(one));
    if (!pad) return this.#gone();
    if (this.#index !== pad.index) {
      this.#index = pad.index;
      this.args.status({ state: 'ok', detail: `${pad.id} (gamepad ${pad.index})` });
    }
    this.#set('connected', 1);
    for (const [index, value] of pad.axes.entries()) this.#set(`axis${index}`, this.#axis(value));
    for (const [index, value] of pad.buttons.entries()) this.#set(`button${index}`, clamp01(value));
  }

  #fits(pad: PadState): boolean {
    const wanted = this.#options.pad.trim();
    if (wanted === '') return true;
    if (/^\d+$/.test(wanted)) return pad.index === Number(wanted);
    return pad.id.toLowerCase().includes(wanted.toLowerCase());
  }

  /** -1..1 with a dead middle, as 0..1: what is left of the way outside the dead zone is stretched to the whole. */
  #axis(raw: number): number {
    const { deadzone } = this.#options;
    const beyond = Math.max(0, Math.abs(raw) - deadzone) / (1 - deadzone);
    return clamp01(0.5 + (Math.sign(raw) * beyond) / 2);
  }

  #set(channel: string, value: number): void {
    if (this.#values.get(channel) === value) return;
    const isNew = !this.#values.has(channel);
    this.#values.set(channel, value);
    const local = this.#sources.get(channel);
    if (local !== undefined) this.args.emit(local, value);
    else if (!isNew && this.args.detector.active) this.args.detector.report(channel, value);
  }

  /** The pad or the window is gone: nothing is pressed any more, sticks are in the middle. */
  #gone(): void {
    for (const channel of this.#values.keys()) this.#set(channel, channel.startsWith('axis') ? 0.5 : 0);
    if (this.#index === undefined) return;
    this.#index = undefined;
    this.#tellWaiting();
  }

  #sendRumble(): void {
    if (this.#index !== undefined) this.args.notify('rumble', { index: this.#index, ...this.#rumble });
  }

  #tellWaiting(): void {
    const which = this.#options.pad === '' ? 'a gamepad' : `the gamepad "${this.#options.pad}"`;
    const detail = `Waiting for ${which}: connect it to the computer of an open window and press a button`;
    this.args.status({ state: 'waiting', detail });
  }
}
