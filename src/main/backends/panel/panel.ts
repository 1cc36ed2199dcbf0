import { fail } from '../../../shared/error/coded-error.ts';
import type { ControlKind } from '../../../shared/panel/control-name.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { BackendInstance, EventBatch, InstanceArgs } from '../../../shared/plugin/backend.ts';
import { clamp01, isFiniteNumber } from '../../../shared/signal/value.ts';
import { formatChannel, type PanelChannel, parseChannel } from './channels.ts';
import { type ControlSettings, type PanelConfig, readConfig } from './config.ts';

/** One control as a window draws it: the answer to the request `controls`. */
export interface PanelControl extends ControlSettings {
  /** For example `fader1` or `fader.volume`. */
  readonly control: string;
  readonly kind: ControlKind;
  /** As set, or made from the name. */
  readonly title: string;
  /** Its channels and what they show now (0..1): one, or x and y of a pad. */
  readonly channels: readonly {
    readonly channel: string;
    readonly axis: 'x' | 'y' | undefined;
    readonly value: number;
  }[];
}

const ON = 0.5;

/** A panel of on-screen controls: what a hand does is emitted, what is received is shown. */
export class Panel implements BackendInstance {
  #config: PanelConfig;
  /** By local. */
  readonly #channels: (PanelChannel | undefined)[] = [];
  /** By canonical channel, so that a control that is unwired for a moment keeps its value. */
  readonly #values = new Map<string, number>();

  constructor(private readonly args: InstanceArgs) {
    this.#config = readConfig(args.name, args.options);
    this.#report();
    args.status({ state: 'ok', detail: '' });
  }

  addChannel(local: number, channel: string): void {
    this.#channels[local] = parseChannel(this.args.name, channel);
  }

  removeChannel(local: number): void {
    this.#channels[local] = undefined;
  }

  receive({ locals, values, start, end }: EventBatch): void {
    for (let i = start; i < end; i++) {
      const channel = this.#channels[locals[i] as number];
      if (channel) this.#show(channel, values[i] as number);
    }
    this.args.counters.lastActivity = this.args.clock.now();
  }

  /** A hand moved a control. Buttons and toggles know 0 and 1 only; labels cannot be moved. */
  touch(local: number, value: number): void {
    const channel = this.#channels[local];
    if (!channel || channel.kind === 'label' || !isFiniteNumber(value)) {
      this.args.counters.dropped++;
      return;
    }
    this.args.counters.received++;
    this.args.counters.lastActivity = this.args.clock.now();
    this.args.emit(local, this.#show(channel, value));
  }

  configure(options: Options): boolean {
    this.#config = readConfig(this.args.name, options);
    this.args.problems.clear();
    this.#report();
    return true;
  }

  request(op: string): unknown {
    if (op === 'controls') return this.#controls();
    throw fail('contract.bad-params', { name: op, reason: 'a panel answers to "controls" only' });
  }

  unload(): void {
    // Nothing is held open.
  }

  /** Keep what the control shows from now on, and return it. */
  #show(channel: PanelChannel, value: number): number {
    const isSwitch = channel.kind === 'button' || channel.kind === 'toggle';
    const shown = isSwitch ? (value >= ON ? 1 : 0) : clamp01(value);
    this.#values.set(formatChannel(channel), shown);
    return shown;
  }

  #controls(): readonly PanelControl[] {
    const controls = new Map<string, PanelControl>();
    for (const channel of this.#channels) {
      if (!channel) continue;
      const { control, kind, axis } = channel;
      const settings = this.#config.settings.get(control);
      const name = formatChannel(channel);
      const known = controls.get(control);
      const own = { channel: name, axis, value: this.#values.get(name) ?? 0 };
      const channels = [...(known?.channels ?? []), own].sort((a, b) => a.channel.localeCompare(b.channel));
      const { title } = channel;
      controls.set(control, { title, ...settings, control, kind, channels });
    }
    return [...controls.values()];
  }

  #report(): void {
    for (const problem of this.#config.problems) this.args.problems.report(problem);
  }
}
