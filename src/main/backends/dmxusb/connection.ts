import { messageOf } from '../../../shared/error/coded-error.ts';
import { FramePacer } from '../../../shared/dmx/frame-pacer.ts';
import { SlotMap } from '../../../shared/dmx/slot-map.ts';
import { SLOTS } from '../../../shared/dmx/slots.ts';
import { UniverseInput } from '../../../shared/dmx/universe-input.ts';
import { UniverseOutput } from '../../../shared/dmx/universe-output.ts';
import { Retry } from '../../../shared/net/retry.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import { frameOf, Label, MIN_SLOTS, SLOTS_OFFSET } from './codec.ts';
import type { DmxUsbOptions } from './config.ts';
import type { LoadSerial } from './driver.ts';
import { findWidget, isPath } from './find-widget.ts';
import { Widget } from './widget.ts';

/** Pauses between attempts to find the widget, ms. */
const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 2000;
/** An unchanged frame is sent again after this time (ms), though the widget repeats it by itself. */
const KEEP_ALIVE_MS = 1000;

/** One universe on one widget: opened when it is there, reopened when it returns. */
export class DmxUsbConnection implements BackendInstance {
  readonly #map: SlotMap;
  readonly #input: UniverseInput;
  readonly #frame: Uint8Array;
  readonly #output: UniverseOutput;
  readonly #pacer: FramePacer;
  readonly #retry: Retry;
  #widget: Widget | undefined;
  #closed = false;
  #behind = false;

  constructor(
    private readonly args: InstanceArgs,
    private readonly options: DmxUsbOptions,
    private readonly load: LoadSerial,
  ) {
    this.#map = new SlotMap(args.name);
    this.#input = new UniverseInput(this.#map, args);
    this.#frame = frameOf(Label.send, new Uint8Array(1 + Math.max(options.slots, MIN_SLOTS)));
    this.#output = new UniverseOutput(this.#map);
    const gap = 1000 / options.rate;
    this.#pacer = new FramePacer(args.clock, { gap, keepAlive: KEEP_ALIVE_MS, repeats: 0 }, () =>
      this.#send(),
    );
    this.#retry = new Retry(args.clock, () => void this.#open(), RETRY_FIRST_MS, RETRY_MOST_MS);
    args.status({ state: 'starting', detail: 'Looking for the widget' });
    void this.#open();
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const slots = this.#map.add(local, channel, use);
    this.#input.forget(slots.coarse);
    this.#input.forget(slots.fine);
  }

  removeChannel(local: number): void {
    this.#map.remove(local);
  }

  receive(batch: EventBatch): void {
    if (this.options.mode === 'input') {
      this.args.counters.dropped += batch.end - batch.start;
      return;
    }
    this.#output.write(batch);
    if (this.#output.dirty) this.#pacer.changed();
  }

  unload(): void {
    this.#closed = true;
    this.#retry.stop();
    this.#pacer.stop();
    this.#widget?.close();
  }

  async #open(): Promise<void> {
    try {
      const driver = await this.load();
      const { device } = this.options;
      const path = isPath(device) ? device : findWidget(device, await driver.list());
      if (path === undefined) throw new Error('it is not plugged in');
      if (this.#closed) return;
      const widget = new Widget(this.args.clock, path, this.#events());
      this.#widget = widget;
      await widget.open(driver, this.options.mode === 'input');
    } catch (error) {
      this.#failed(messageOf(error));
    }
  }

  #events() {
    return {
      onReady: (description: string) => this.#ready(description),
      onLost: (reason: string) => this.#failed(reason),
      onDrain: () => {
        if (this.#behind) this.#send();
      },
      onFrame: (slots: Uint8Array) => this.#received(slots),
      onGarbage: (count: number) => void (this.args.counters.malformed += count),
    };
  }

  #ready(description: string): void {
    if (this.#closed) return;
    this.#retry.settled();
    const way = this.options.mode === 'input' ? 'input' : 'output';
    this.args.status({ state: 'ok', detail: `${description}, ${way}` });
    this.#pacer.restore();
  }

  #failed(reason: string): void {
    this.#widget?.close();
    this.#widget = undefined;
    if (this.#closed) return;
    const pause = this.#retry.again();
    const device = this.options.device === '' ? 'a DMX USB Pro' : this.options.device;
    const seconds = (pause / 1000).toFixed(1);
    this.args.status({
      state: 'waiting',
      detail: `Waiting for ${device} (${reason}), next try in ${seconds} s`,
    });
  }

  #send(): void {
    if (!this.#widget?.isReady) {
      this.#behind = false;
      return;
    }
    const count = this.#frame.length - SLOTS_OFFSET - 1;
    this.#frame.set(this.#output.levels.subarray(0, Math.min(count, SLOTS)), SLOTS_OFFSET);
    this.#behind = !this.#widget.write(this.#frame);
    if (this.#behind) return;
    this.#output.sent();
    this.args.counters.sent++;
    this.args.counters.lastActivity = this.args.clock.now();
  }

  #received(slots: Uint8Array): void {
    this.args.counters.received++;
    this.args.counters.lastActivity = this.args.clock.now();
    if (this.options.mode === 'input') this.#input.take(slots, 0, slots.length);
  }
}
