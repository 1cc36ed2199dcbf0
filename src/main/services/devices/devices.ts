import type { Detected, LiveChannel, LiveInstance } from '../../../shared/contract/calls/devices.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';
import type { Clock } from '../../../shared/plugin/common.ts';
import type { CallContext, EventBus, ServiceRequest } from '../../../shared/plugin/service.ts';
import { expandRange } from '../../../shared/signal/channel-range.ts';
import type { DevicesDeps, RunningInstance, ValueSnapshot } from './engine-port.ts';
import { RateMeter } from './rate-meter.ts';

const SUGGESTIONS = 50;
/** Unmapped channels that wait to be told; a device with more moving controls than that is being hammered. */
const DETECTED_LIMIT = 256;

/** The service behind `devices.*`. Views have two more ops than windows: `set {values}` and `snapshot {after}`. */
export class Devices {
  readonly #detectors = new Set<string>();
  readonly #detected = new Map<string, Detected>();
  readonly #rates = new RateMeter();
  #lastSent = '';
  #sentChannels: readonly LiveChannel[] = [];

  constructor(
    private readonly deps: DevicesDeps,
    private readonly bus: EventBus,
    private readonly clock: Clock,
  ) {}

  answer(request: ServiceRequest, call: CallContext): unknown {
    const { engine, backends } = this.deps;
    switch (request.op) {
      case 'backends':
        return [...backends.values()].map(({ plugin }) => plugin.manifest);
      case 'instances':
        return this.#instances();
      case 'channels':
        return this.#channels();
      case 'values':
        return this.#values();
      case 'snapshot':
        return this.#snapshot(request['after']);
      case 'set':
        return { taken: engine.set(pairsOf(request['values'])) };
      case 'plugins':
        return this.deps.plugins();
      case 'suggest':
        return this.#suggest(request);
      case 'resolve':
        return this.#resolve(String(request['instance']), String(request['spec']));
      case 'detect':
        return this.#detect(request['on'] === true, call);
      case 'request':
        return this.#request(request);
      case 'panic':
        engine.panic();
        return { done: true };
      default:
        throw fail('contract.unknown-call', { name: `devices.${request.op}` });
    }
  }

  onApplied(): void {
    const channels = this.#channels();
    if (!sameChannels(channels, this.#sentChannels)) {
      this.#sentChannels = channels;
      this.bus.publish('devices.channelsChanged', channels);
    }
    this.sendInstances();
  }

  onStatus(): void {
    this.sendInstances();
  }

  onDetected(instance: string, channel: string, value: number): void {
    const key = `${instance}.${channel}`;
    if (this.#detected.size >= DETECTED_LIMIT && !this.#detected.has(key)) return;
    this.#detected.set(key, { instance, channel, value, at: this.clock.wall() });
  }

  onNotify(instance: string, topic: string, payload: unknown): void {
    this.bus.publish('devices.notify', { instance, topic, payload });
  }

  /** Tell the windows how the instances are, unless nothing changed. */
  sendInstances(): void {
    const instances = this.#instances();
    const text = JSON.stringify(instances);
    if (text === this.#lastSent) return;
    this.#lastSent = text;
    this.bus.publish('devices.instancesChanged', instances);
  }

  sendDetected(): void {
    if (this.#detected.size === 0) return;
    this.bus.publish('devices.detected', [...this.#detected.values()]);
    this.#detected.clear();
  }

  #instances(): readonly LiveInstance[] {
    const now = this.clock.now();
    return this.deps.engine.runners().map(({ config, counters, status }) => {
      const { received, sent, malformed, dropped } = counters;
      const rate = this.#rates.rate(config.name, received + sent, now);
      return {
        name: config.name,
        backend: config.backendName,
        status,
        received,
        sent,
        malformed,
        dropped,
        rate,
      };
    });
  }

  #channels(): readonly LiveChannel[] {
    const { engine, backends } = this.deps;
    const instances = new Map(
      engine.runners().map(({ config }) => {
        const onScreen = backends.get(config.backendName)?.plugin.manifest.onScreen === true;
        return [config.name, { ...config, onScreen }];
      }),
    );
    return engine.channels().map(channel => {
      const { onScreen, backend, options = {} } = instances.get(channel.instance) ?? {};
      const writable = channel.target || (channel.source && onScreen === true);
      const title = backend?.title?.(channel.channel, options);
      return { ...channel, ...(writable && { writable }), ...(title !== undefined && { title }) };
    });
  }

  #snapshot(after: unknown): ValueSnapshot {
    const { table, ring } = this.deps.engine;
    return after === ring.last
      ? { seq: ring.last }
      : { seq: ring.last, values: table.value.slice(0, table.size) };
  }

  #values(): readonly (readonly [number, number])[] {
    const { value, size } = this.deps.engine.table;
    const known: [number, number][] = [];
    for (let index = 0; index < size; index++) {
      const one = value[index] ?? NaN;
      if (!Number.isNaN(one)) known.push([index, one]);
    }
    return known;
  }

  #suggest(request: ServiceRequest): readonly ChannelInfo[] {
    const backend = this.deps.backends.get(String(request['backend']));
    if (!backend) return [];
    const limit = typeof request['limit'] === 'number' ? request['limit'] : SUGGESTIONS;
    return backend.backend.suggest(String(request['text']), request['options'] as Options, limit);
  }

  async #resolve(instance: string, spec: string): Promise<readonly ChannelInfo[]> {
    const runner = await this.#runner(instance);
    const range = expandRange(spec);
    if (!range.ok)
      throw fail('patch.bad-channel-spec', { spec: `${instance}.${spec}`, reason: range.reason });
    const { backend, options } = runner.config;
    return range.channels.map(channel => backend.channel(instance, channel, options));
  }

  /** A window hears of an edit before the engine has carried it out: what it then asks waits for that. */
  async #runner(instance: string): Promise<RunningInstance> {
    await this.deps.engine.applied();
    const runner = this.deps.engine.runner(instance);
    if (!runner) throw fail('patch.unknown-instance', { instance });
    return runner;
  }

  #detect(on: boolean, call: CallContext): { on: boolean } {
    const forget = () => {
      this.#detectors.delete(call.client);
      this.deps.engine.setDetecting(this.#detectors.size > 0);
    };
    if (!on) forget();
    else if (!this.#detectors.has(call.client)) {
      this.#detectors.add(call.client);
      this.deps.engine.setDetecting(true);
      call.signal.addEventListener('abort', forget, { once: true });
    }
    return { on };
  }

  async #request(request: ServiceRequest): Promise<unknown> {
    const runner = await this.#runner(String(request['instance']));
    return runner.request(String(request['request']), request['params']);
  }
}

/** What a view sent as [channel index, value]; the engine looks at the numbers. */
function pairsOf(values: unknown): readonly (readonly [number, number])[] {
  if (Array.isArray(values) && values.every(Array.isArray)) return values as unknown as [number, number][];
  throw fail('contract.bad-params', { name: 'devices.set', reason: '"values" is no list of pairs' });
}

function sameChannels(a: readonly LiveChannel[], b: readonly LiveChannel[]): boolean {
  return a.length === b.length && a.every((one, i) => sameChannel(one, b[i]));
}

/** Of one engine the index stands for instance and channel. */
function sameChannel(a: LiveChannel, b: LiveChannel | undefined): boolean {
  const sameUse = a.source === b?.source && a.target === b.target && a.writable === b.writable;
  return a.index === b?.index && sameUse && a.title === b.title;
}
