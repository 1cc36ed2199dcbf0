import { MidiEndpoint } from '../../../shared/midi/endpoint.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import { type MidiConfig, readConfig } from './config.ts';
import { PacedOutput } from './paced-output.ts';
import type { PortList, PortWatcher } from './port-watcher.ts';
import { type OpenPort, PortSlot } from './port-slot.ts';

/** Instances by name, for those that pass SysEx on. */
export type Neighbours = Map<string, MidiConnection>;

/** A closing instance waits at most this long (ms) for its last note-offs to be sent. */
const DRAIN_MS = 500;

/** One instance: follows its devices as they come and go, and keeps its channels meanwhile. */
export class MidiConnection implements BackendInstance {
  readonly #endpoint: MidiEndpoint;
  readonly #output: PacedOutput;
  readonly #inputs: readonly PortSlot[];
  readonly #outputs: readonly PortSlot[];
  readonly #stopWatching: () => void;
  #config: MidiConfig;
  #status = '';

  constructor(
    private readonly args: InstanceArgs,
    private readonly watcher: PortWatcher,
    private readonly neighbours: Neighbours,
  ) {
    this.#config = readConfig(args.name, args.options, problem => args.problems.report(problem));
    this.#output = new PacedOutput(args.clock, args.counters, this.#config.pace);
    this.#endpoint = new MidiEndpoint(args, this.#config.settings, this.#output);
    this.#endpoint.input.onSysex = bytes => this.#passOn(bytes);
    this.#inputs = this.#makeInputs();
    this.#outputs = this.#makeOutputs();
    this.#output.port = { send: bytes => this.#sendToAll(bytes) };
    neighbours.set(args.name, this);
    args.status({ state: 'starting', detail: 'Looking for MIDI ports' });
    this.#stopWatching = watcher.watch(ports => this.#follow(ports));
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    this.#endpoint.addChannel(local, channel, use);
  }
  removeChannel(local: number): void {
    this.#endpoint.removeChannel(local);
  }
  receive(batch: EventBatch): void {
    this.#endpoint.receive(batch);
  }
  panic(): void {
    this.#endpoint.panic();
  }

  /** Settings change in place; another device or port needs a new instance. */
  configure(options: Options): boolean {
    const next = readConfig(this.args.name, options, () => undefined);
    const { read, write, virtual, pace } = this.#config;
    if (next.read !== read || next.write !== write) return false;
    if (next.virtual !== virtual || next.pace !== pace) return false;
    this.args.problems.clear();
    this.#config = readConfig(this.args.name, options, problem => this.args.problems.report(problem));
    this.#endpoint.apply(this.#config.settings);
    return true;
  }

  /** `ports` tells the names of the ports there are now, for the form. */
  async request(op: string): Promise<unknown> {
    if (op !== 'ports') return undefined;
    const ports = await this.watcher.list();
    return ports.ok
      ? { inputs: ports.inputs, outputs: ports.outputs }
      : { inputs: [], outputs: [], reason: ports.reason };
  }

  async unload(): Promise<void> {
    this.#stopWatching();
    if (this.neighbours.get(this.args.name) === this) this.neighbours.delete(this.args.name);
    for (const slot of this.#inputs) slot.close();
    this.#endpoint.close();
    await this.#drain();
    this.#output.clear();
    for (const slot of this.#outputs) slot.close();
  }

  async #drain(): Promise<void> {
    if (!this.#outputs.some(slot => slot.isOpen)) return;
    let stop = (): void => undefined;
    const late = new Promise<void>(resolve => (stop = this.args.clock.after(DRAIN_MS, resolve)));
    await Promise.race([this.#output.drained(), late]);
    stop();
  }

  /** A SysEx that another instance received. */
  passSysex(from: string, bytes: Uint8Array): void {
    if (this.#config.sysexFrom.includes(from)) this.#output.sysex(Uint8Array.from(bytes));
  }

  #passOn(bytes: Uint8Array): void {
    for (const other of this.neighbours.values()) other.passSysex(this.args.name, bytes);
  }

  #makeInputs(): PortSlot[] {
    const hear = (bytes: Uint8Array) => this.#endpoint.input.feed(bytes);
    const open: OpenPort = (driver, port) => {
      if (port) return { ...driver.openInput(port, hear), send: undefined };
      return { ...driver.openVirtualInput(this.args.name, hear), send: undefined };
    };
    return this.#slots(this.#config.read, open);
  }

  #makeOutputs(): PortSlot[] {
    const open: OpenPort = (driver, port) =>
      port ? driver.openOutput(port) : driver.openVirtualOutput(this.args.name);
    return this.#slots(this.#config.write, open);
  }

  #slots(rule: string, open: OpenPort): PortSlot[] {
    const slots = rule === '' ? [] : [new PortSlot(rule, open)];
    return this.#config.virtual ? [...slots, new PortSlot(undefined, open)] : slots;
  }

  #sendToAll(bytes: Uint8Array): void {
    let sent = false;
    for (const slot of this.#outputs) sent = slot.send(bytes) || sent;
    if (!sent) throw new Error('no port is open');
  }

  #follow(ports: PortList): void {
    for (const slot of this.#inputs) {
      const change = slot.follow(ports, ports.ok ? ports.inputs : []);
      if (change === 'closed' || change === 'replaced') this.#endpoint.input.lost();
    }
    let opened = false;
    for (const slot of this.#outputs) {
      const change = slot.follow(ports, ports.ok ? ports.outputs : []);
      opened ||= change === 'opened' || change === 'replaced';
    }
    if (!this.#outputs.some(slot => slot.isOpen)) {
      this.#endpoint.output.lost();
      this.#output.clear();
    } else if (opened) this.#endpoint.output.ready();
    this.#tell(ports);
  }

  #tell(ports: PortList): void {
    const slots = [...this.#inputs, ...this.#outputs];
    const missing = slots.filter(slot => !slot.isOpen);
    const state = !ports.ok ? 'unavailable' : missing.length > 0 ? 'waiting' : 'ok';
    const detail = !ports.ok ? `No MIDI on this computer: ${ports.reason}` : this.#sentence(missing);
    if (detail === this.#status) return;
    this.#status = detail;
    this.args.status({ state, detail });
  }

  #sentence(missing: readonly PortSlot[]): string {
    if (missing.length > 0)
      return `Waiting for ${[...new Set(missing.map(slot => slot.wanted))].join(' and ')}`;
    const names = (slots: readonly PortSlot[]) => slots.map(slot => slot.openName).join(', ');
    const parts = [names(this.#inputs), names(this.#outputs)];
    return `In: ${parts[0] || 'none'}. Out: ${parts[1] || 'none'}.`;
  }
}
