import { FramePacer } from '../../../shared/dmx/frame-pacer.ts';
import { MergeSource, UniverseMerger } from '../../../shared/dmx/merge.ts';
import { isLate } from '../../../shared/dmx/sequence.ts';
import { SlotMap } from '../../../shared/dmx/slot-map.ts';
import { UniverseInput } from '../../../shared/dmx/universe-input.ts';
import { UniverseOutput } from '../../../shared/dmx/universe-output.ts';
import type {
  BackendInstance,
  ChannelUse,
  EventBatch,
  InstanceArgs,
} from '../../../shared/plugin/backend.ts';
import { fail } from '../../../shared/error/coded-error.ts';
import { problemOf } from '../../../shared/error/problem.ts';
import { DMX_HEADER, type DmxHeader, makeDmx, stampDmx } from './codec.ts';
import type { ArtnetConfig } from './config.ts';
import { resolve4 } from './connection.ts';
import type { ArtnetHub, HubMember } from './hub.ts';

/** A sender is forgotten after this silence, ms (Art-Net 4, "Merging"). */
const SENDER_TIMEOUT = 10_000;
/** Without ArtSync for this time, frames count at once again, ms (Art-Net 4, "ArtSync"). */
const SYNC_TIMEOUT = 4000;
/** The specification merges two; more do no harm, but made-up ones must not eat the memory. */
const MOST_SENDERS = 8;
const PRIORITY = 100;

class Sender extends MergeSource {
  sequence = 0;
  physical = 0;
}

/** One universe, in and out. */
export class ArtnetUniverse implements BackendInstance, HubMember {
  readonly portAddress: number;
  readonly #map: SlotMap;
  readonly #input: UniverseInput;
  readonly #merger: UniverseMerger<Sender>;
  readonly #packet: Uint8Array<ArrayBuffer>;
  readonly #output: UniverseOutput;
  readonly #pacer: FramePacer;
  readonly #sources = new Set<number>();
  #to: string | undefined;
  #sequence = 0;
  #syncUntil = -1;
  #held = false;
  #latest: Sender | undefined;
  #sendFault = '';

  constructor(
    private readonly args: InstanceArgs,
    private readonly config: ArtnetConfig,
    private readonly hub: ArtnetHub,
  ) {
    this.portAddress = config.portAddress;
    this.#map = new SlotMap(args.name);
    this.#input = new UniverseInput(this.#map, args);
    const mode = config.merge === 'ltp' ? 'ltp' : 'htp';
    this.#merger = new UniverseMerger(mode, MOST_SENDERS, key => new Sender(key));
    this.#packet = makeDmx(config.portAddress);
    this.#output = new UniverseOutput(this.#map, this.#packet.subarray(DMX_HEADER));
    const gap = config.realtime ? 0 : 1000 / config.refresh;
    this.#pacer = new FramePacer(args.clock, { gap, keepAlive: config.keepalive, repeats: 0 }, this.#send);
    for (const problem of config.problems) args.problems.report(problem);
    this.#resolve();
    args.status({ state: 'starting', detail: `opening ${this.#where}` });
    hub.add(this);
  }

  get counters() {
    return this.args.counters;
  }
  get receives(): boolean {
    return this.#sources.size > 0 || !this.sends;
  }
  get sends(): boolean {
    return this.config.sendTo !== undefined;
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const { coarse, fine } = this.#map.add(local, channel, use);
    if (use.source) this.#sources.add(local);
    else this.#sources.delete(local);
    this.#input.forget(coarse);
    this.#input.forget(fine);
    if (use.target && !this.sends) this.#complainOption('destination', 'is needed to send to this universe');
  }

  removeChannel(local: number): void {
    this.#map.remove(local);
    this.#sources.delete(local);
  }

  receive(batch: EventBatch): void {
    if (!this.sends) {
      this.counters.dropped += batch.end - batch.start;
      return;
    }
    this.#output.write(batch, this.config.realtime ? this.#flush : undefined);
    if (this.#output.dirty) this.#pacer.changed();
  }

  request(op: string): unknown {
    return op === 'nodes' ? this.hub.nodes : undefined;
  }

  unload(): void {
    this.#pacer.stop();
    this.hub.remove(this);
  }

  dmx(packet: Uint8Array, header: DmxHeader, address: string, own: boolean): void {
    // What we send by broadcast comes back to us; it is no input.
    if (own && this.sends) return;
    const sender = this.#sender(address, header.physical);
    if (!sender) {
      this.counters.dropped++;
      return;
    }
    const { sequence } = header;
    // A repeated number is let through: some senders never count up.
    const old = sequence !== 0 && sequence !== sender.sequence && sender.sequence !== 0;
    if (old && isLate(sender.sequence, sequence)) {
      this.counters.dropped++;
      return;
    }
    sender.sequence = sequence;
    this.#take(sender, packet, header.count);
  }

  sync(address: string): void {
    const alone = this.#merger.sources.length === 1;
    if (!alone || this.#latest?.key !== address) return;
    this.#syncUntil = this.args.clock.now() + SYNC_TIMEOUT;
    if (this.#held) this.#show();
  }

  opened(): void {
    this.args.problems.clear('backend.bind-failed');
    this.#status();
    this.#pacer.restore();
  }

  failed(reason: string, retryMs: number): void {
    const { name, problems, status } = this.args;
    const error = fail('backend.bind-failed', { instance: name, address: this.#where, reason });
    problems.clear('backend.bind-failed');
    problems.report(problemOf(error, { kind: 'instance', instance: name, option: 'bind' }));
    const again = `retry in ${(retryMs / 1000).toFixed(1)} s`;
    status({ state: 'waiting', detail: `cannot listen on ${this.#where}: ${reason}; ${again}` });
  }

  nodesChanged(): void {
    this.args.notify('nodes', this.hub.nodes);
    this.#status();
  }

  tick(now: number): void {
    if (this.#merger.expire(now - SENDER_TIMEOUT)) {
      if (this.#merger.sources.length > 0) this.#show();
      this.#status();
    }
    if (this.#held && now >= this.#syncUntil) this.#show();
    if (this.config.sendTo && this.#to === undefined) this.#resolve();
  }

  get #where(): string {
    return `${this.config.bind.host} port ${this.config.bind.port === 0 ? this.hub.port : this.config.bind.port}`;
  }

  #sender(address: string, physical: number): Sender | undefined {
    for (const sender of this.#merger.sources) {
      if (sender.key === address && sender.physical === physical) return sender;
    }
    const sender = this.#merger.join(address);
    if (!sender) return undefined;
    sender.physical = physical;
    this.#status();
    return sender;
  }

  #take(sender: Sender, packet: Uint8Array, count: number): void {
    const now = this.args.clock.now();
    this.counters.received++;
    this.counters.lastActivity = now;
    sender.seen = now;
    this.#latest = sender;
    this.#merger.update(sender, packet, DMX_HEADER, count, PRIORITY);
    if (now < this.#syncUntil && this.#merger.sources.length === 1) this.#held = true;
    else this.#show();
  }

  #show(): void {
    this.#held = false;
    const { sources, count } = this.#merger;
    const only = sources.length === 1 ? sources[0]?.levels : undefined;
    this.#input.take(only ?? this.#merger.merge(this.#input.levels), 0, count);
  }

  readonly #flush = (): void => this.#pacer.now();

  readonly #send = (): void => {
    const { sendTo, sync } = this.config;
    if (this.#to === undefined || !sendTo) {
      this.counters.dropped++;
      return;
    }
    this.#sequence = stampDmx(this.#packet, this.#sequence);
    // The same buffer is sent each time: should the system queue it, newer levels go out, which is what DMX wants.
    this.hub.send(this.#packet, this.#to, sendTo.port, this.#sent);
    this.#output.sent();
    if (sync) this.hub.syncSoon(this.#to, sendTo.port);
  };

  readonly #sent = (error: Error | null): void => {
    if (error) {
      this.counters.dropped++;
      if (this.#sendFault === '' && this.hub.open) this.#complainSend(error.message);
      return;
    }
    this.counters.sent++;
    this.counters.lastActivity = this.args.clock.now();
    this.#sendWorks();
  };

  #sendWorks(): void {
    if (this.#sendFault === '') return;
    this.#sendFault = '';
    this.args.problems.clear('backend.connect-failed');
    this.#status();
  }

  #resolve(): void {
    const { sendTo } = this.config;
    if (!sendTo) return;
    resolve4(sendTo.host, (address, reason) => {
      if (address === undefined) return this.#complainSend(reason);
      this.#to = address;
      this.#sendWorks();
      this.#pacer.restore();
    });
  }

  #complainSend(reason: string): void {
    if (this.#sendFault === reason) return;
    this.#sendFault = reason;
    const { name, problems } = this.args;
    const address = this.config.sendTo?.host ?? '';
    const error = fail('backend.connect-failed', { instance: name, address, reason });
    problems.report(problemOf(error, { kind: 'instance', instance: name, option: 'destination' }));
    this.#status();
  }

  #complainOption(option: string, reason: string): void {
    const { name, problems } = this.args;
    const error = fail('backend.bad-option', { instance: name, option, reason });
    problems.report(problemOf(error, { kind: 'instance', instance: name, option }));
  }

  #status(): void {
    const { sendTo } = this.config;
    if (this.#sendFault !== '') {
      const detail = `cannot send to ${sendTo?.host ?? ''}: ${this.#sendFault}`;
      return this.args.status({ state: 'waiting', detail });
    }
    const senders = this.#merger.sources.map(sender => sender.key);
    const nodes = this.hub.nodes.length;
    const parts = [
      `listening on ${this.#where}`,
      senders.length > 0 ? `receiving from ${senders.join(' and ')}` : '',
      sendTo ? `sending to ${sendTo.host}` : '',
      nodes > 0 ? `${nodes} node(s) found` : '',
    ];
    this.args.status({ state: 'ok', detail: parts.filter(part => part !== '').join(', ') });
  }
}
