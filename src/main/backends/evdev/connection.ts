import { messageOf } from '../../../shared/error/coded-error.ts';
import { Retry } from '../../../shared/net/retry.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import type { Dispose } from '../../../shared/plugin/common.ts';
import { AbsoluteAxis, RelativeAxis } from './axes.ts';
import { channelName, type InputChannel, JS_AXIS, JS_BUTTON, parseInputChannel } from './channels.ts';
import { EVENT_SIZE, readEvents, readJoystick, writeEvent } from './codec.ts';
import { eventKey, EventType, nameOf } from './codes.ts';
import { type EvdevConfig, readConfig } from './config.ts';
import { findDevice } from './devices.ts';
import type { InputFile, InputSystem } from './system.ts';

/** The device is asked this often, ms. */
const READ_MS = 4;
/** An absent device is looked for after these pauses, ms. */
const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 2000;
/** SYN_DROPPED: the kernel's queue ran over. */
const SYN = 0;
const SYN_DROPPED = 3;
/** Axes of a joystick device come calibrated. */
const JS_RANGE = { min: -32_767, max: 32_767 };

interface Use {
  readonly channel: InputChannel;
  readonly use: ChannelUse;
}

/** One input device: read while it is there, looked for while it is not. */
export class EvdevConnection implements BackendInstance {
  readonly #config: EvdevConfig;
  readonly #retry: Retry;
  readonly #uses: (Use | undefined)[] = [];
  readonly #sources = new Map<number, number>();
  readonly #absolute = new Map<number, AbsoluteAxis>();
  readonly #relative = new Map<number, RelativeAxis>();
  /** Keys that are down. */
  readonly #down = new Set<number>();
  readonly #buffer = Buffer.alloc(64 * EVENT_SIZE);
  readonly #lights = new Map<number, number>();
  #filled = 0;
  #file: InputFile | undefined;
  #reading: Dispose | undefined;
  #closed = false;

  constructor(
    private readonly args: InstanceArgs,
    private readonly system: InputSystem,
  ) {
    this.#config = readConfig(args.name, args.options, problem => args.problems.report(problem));
    this.#retry = new Retry(args.clock, () => void this.open(), RETRY_FIRST_MS, RETRY_MOST_MS);
    args.status({ state: 'starting', detail: 'Looking for the device' });
  }

  /** Find and open the device; when it is absent, look again later. Never rejects. */
  async open(): Promise<void> {
    try {
      const { device, input, joystick } = this.#config;
      const path = device === '' ? findDevice(await this.system.list(), input, joystick) : device;
      if (this.#closed) return;
      if (path === undefined) throw new Error('it is not plugged in');
      this.#file = this.system.open(path);
      this.#filled = 0;
      this.#retry.settled();
      this.#reading = this.args.clock.every(READ_MS, () => this.#read());
      this.args.status({ state: 'ok', detail: `Reading ${path}` });
      for (const [code, value] of this.#lights) this.#light(code, value);
    } catch (error) {
      this.#lost(messageOf(error));
    }
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const parsed = parseInputChannel(this.args.name, channel);
    this.removeChannel(local);
    this.#uses[local] = { channel: parsed, use };
    if (use.source) this.#sources.set(parsed.key, local);
  }

  removeChannel(local: number): void {
    const known = this.#uses[local];
    this.#uses[local] = undefined;
    if (known && this.#sources.get(known.channel.key) === local) this.#sources.delete(known.channel.key);
  }

  receive(batch: EventBatch): void {
    for (let i = batch.start; i < batch.end; i++) {
      const channel = this.#uses[batch.locals[i] ?? -1]?.channel;
      if (channel?.type !== EventType.EV_LED) continue;
      const value = (batch.values[i] ?? 0) >= 0.5 ? 1 : 0;
      this.#lights.set(channel.code, value);
      this.#light(channel.code, value);
    }
  }

  unload(): void {
    this.#closed = true;
    this.#retry.stop();
    this.#close();
  }

  #read(): void {
    if (!this.#file) return;
    try {
      for (;;) {
        const room = this.#buffer.length - this.#filled;
        const count = this.#file.read(this.#buffer.subarray(this.#filled));
        if (count === 0) return;
        this.#filled += count;
        this.#take();
        // Less than there was room for: nothing more waits.
        if (count < room) return;
      }
    } catch (error) {
      this.#lost(messageOf(error));
    }
  }

  #take(): void {
    this.args.counters.received++;
    this.args.counters.lastActivity = this.args.clock.now();
    const read = this.#config.joystick ? readJoystick : readEvents;
    const used = read(this.#buffer, this.#filled, (type, code, value) => this.#event(type, code, value));
    this.#buffer.copyWithin(0, used, this.#filled);
    this.#filled -= used;
  }

  #event(type: number, code: number, raw: number): void {
    if (type === SYN && code === SYN_DROPPED) this.args.counters.dropped++;
    // A key that is held repeats itself with 2.
    if (type === EventType.EV_KEY && raw === 2) return;
    const value = this.#valueOf(type, code, raw);
    if (value === undefined) return;
    const key = eventKey(type, code);
    if (type === EventType.EV_KEY || type === JS_BUTTON) {
      if (value > 0) this.#down.add(key);
      else this.#down.delete(key);
    }
    this.#emit(key, value);
  }

  #emit(key: number, value: number): void {
    const local = this.#sources.get(key);
    if (local !== undefined) this.args.emit(local, value);
    else if (this.args.detector.active)
      this.args.detector.report(channelName(key >> 16, key & 0xffff), value);
  }

  #valueOf(type: number, code: number, raw: number): number | undefined {
    switch (type) {
      case EventType.EV_KEY:
      case EventType.EV_SW:
      case JS_BUTTON:
        return raw === 0 ? 0 : 1;
      case EventType.EV_ABS:
      case JS_AXIS:
        return this.#absoluteAxis(type, code).value(raw);
      case EventType.EV_REL:
        return this.#relativeAxis(code).value(raw);
      default:
        return undefined;
    }
  }

  #absoluteAxis(type: number, code: number): AbsoluteAxis {
    const key = eventKey(type, code);
    let axis = this.#absolute.get(key);
    if (!axis) {
      const range = type === JS_AXIS ? JS_RANGE : this.#config.ranges.get(code);
      axis = new AbsoluteAxis(range, nameOf(type, code).startsWith('ABS_HAT'));
      this.#absolute.set(key, axis);
    }
    return axis;
  }

  #relativeAxis(code: number): RelativeAxis {
    let axis = this.#relative.get(code);
    if (!axis) {
      const given = this.#config.relative.get(code);
      axis = new RelativeAxis(given?.max, given?.initial);
      this.#relative.set(code, axis);
    }
    return axis;
  }

  #light(code: number, value: number): void {
    try {
      if (!this.#file || this.#config.joystick) throw new Error('no device');
      this.#file.write(writeEvent(EventType.EV_LED, code, value));
      this.args.counters.sent++;
    } catch {
      this.args.counters.dropped++;
    }
  }

  #lost(reason: string): void {
    this.#close();
    // A key that was down when the device went will not tell that it came up.
    for (const key of [...this.#down]) this.#emit(key, 0);
    this.#down.clear();
    if (this.#closed) return;
    const { device, input } = this.#config;
    const seconds = (this.#retry.again() / 1000).toFixed(1);
    const name = device === '' ? `"${input}"` : device;
    this.args.status({
      state: 'waiting',
      detail: `Waiting for ${name} (${reason}), next try in ${seconds} s`,
    });
  }

  #close(): void {
    this.#reading?.();
    this.#reading = undefined;
    const file = this.#file;
    this.#file = undefined;
    try {
      file?.close();
    } catch {
      // The device is gone; there is nothing left to close.
    }
  }
}
