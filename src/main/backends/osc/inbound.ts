import type { Detector, InstanceCounters } from '../../../shared/plugin/backend.ts';
import {
  compileAddressPattern,
  isAddressPatternBytes,
  type MatchBudget,
  MAX_PATTERN,
} from './address-pattern.ts';
import { ByteTable } from './byte-table.ts';
import { formatChannel, type OscChannel } from './channels.ts';
import { hashBytes, OscReader } from './decode.ts';
import type { ArgFormat, Formats } from './format.ts';
import { isConstant, isScaled, toValue } from './scaling.ts';

/** Steps of pattern matching that one packet may cause: some 20 ms at worst. */
const MATCH_STEPS = 2_000_000;
/** Patterns whose matches are remembered. */
const MAX_PATTERNS = 1000;
/** Arguments of one unknown message that are reported to learn and detect. */
const MAX_DETECTED = 16;

/** The channels of one path. */
interface Route {
  readonly path: string;
  /** By argument; -1 where no channel asks for it. */
  readonly locals: number[];
  /** By argument; undefined where the type of what arrives decides. */
  readonly ranges: readonly (ArgFormat | undefined)[];
}

export interface InboundArgs {
  emit(local: number, value: number): void;
  readonly counters: InstanceCounters;
  readonly detector: Detector;
}

const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** From packets to events: known addresses are found by their bytes, so that no string is built for them. */
export class Inbound {
  readonly #reader = new OscReader();
  readonly #channels = new Map<number, OscChannel>();
  readonly #budget: MatchBudget = { steps: 0 };
  readonly #onMessage = () => this.#message();
  #stale = false;
  #patterns = 0;
  #routes: Route[] = [];
  /** Which routes an address leads to: one for a plain address, any number for a pattern. */
  #targets: (readonly Route[])[] = [];
  #table = new ByteTable();

  constructor(
    private readonly args: InboundArgs,
    private root: string,
    private formats: Formats,
  ) {}

  configure(root: string, formats: Formats): void {
    this.root = root;
    this.formats = formats;
    this.#stale = true;
  }

  set(local: number, channel: OscChannel): void {
    this.#channels.set(local, channel);
    this.#stale = true;
  }

  remove(local: number): void {
    if (this.#channels.delete(local)) this.#stale = true;
  }

  /** Emit the events of one packet. What is malformed is counted, never thrown. */
  packet(bytes: Uint8Array): void {
    if (this.#stale) this.#rebuild();
    this.#budget.steps = MATCH_STEPS;
    if (!this.#reader.read(bytes, this.#onMessage)) this.args.counters.malformed++;
  }

  #message(): void {
    const { bytes, addressStart, addressEnd, addressHash } = this.#reader;
    let target = this.#table.find(bytes, addressStart, addressEnd, addressHash);
    if (target < 0) target = this.#unknown();
    const routes = this.#targets[target];
    if (!routes) return;
    for (let i = 0; i < routes.length; i++) this.#deliver(routes[i] as Route);
  }

  #deliver(route: Route): void {
    const { locals } = route;
    const { count, kinds, values } = this.#reader;
    const trigger = locals[0] ?? -1;
    if (count === 0 && trigger >= 0) this.args.emit(trigger, 1);
    for (let i = 0; i < count && i < locals.length; i++) {
      const local = locals[i] as number;
      if (local < 0) continue;
      const value = this.#value(kinds[i] as number, values[i] as number, route.ranges[i]);
      if (value !== undefined) this.args.emit(local, value);
    }
    if (this.args.detector.active) this.#detect(route.path, locals);
  }

  /** Undefined for what has no value; NaN and infinities are counted. */
  #value(kind: number, number: number, format: ArgFormat | undefined): number | undefined {
    if (isConstant(kind)) return number;
    if (!isScaled(kind)) return undefined;
    const value = toValue(kind, number, format);
    if (Number.isFinite(value)) return value;
    this.args.counters.malformed++;
    return undefined;
  }

  /** An address that is met for the first time: a pattern, or one that no channel asks for. */
  #unknown(): number {
    const { bytes, addressStart, addressEnd, addressHash } = this.#reader;
    if (addressEnd - addressStart > MAX_PATTERN) return -1;
    const isPattern = isAddressPatternBytes(bytes, addressStart, addressEnd);
    if (!isPattern && !this.args.detector.active) return -1;
    const key = bytes.subarray(addressStart, addressEnd);
    if (!isPattern) {
      this.#detectUnknown(utf8.decoder.decode(key));
      return -1;
    }
    const routes = this.#matching(utf8.decoder.decode(key));
    if (!routes) return -1;
    // Numbers that nobody repeats must not pile up.
    if (this.#patterns >= MAX_PATTERNS) this.#rebuild();
    this.#patterns++;
    return this.#target(key, addressHash, routes);
  }

  /** The routes that a pattern means; undefined, and counted, when it is none or too costly. */
  #matching(address: string): readonly Route[] | undefined {
    const pattern = this.#budget.steps < 0 ? undefined : compileAddressPattern(address);
    const { root } = this;
    const routes = pattern && this.#routes.filter(route => pattern.matches(root + route.path, this.#budget));
    if (routes && this.#budget.steps >= 0) return routes;
    this.args.counters.malformed++;
    return undefined;
  }

  #target(key: Uint8Array, hash: number, routes: readonly Route[]): number {
    const target = this.#targets.push(routes) - 1;
    this.#table.add(key, hash, target);
    return target;
  }

  #rebuild(): void {
    const byPath = new Map<string, Route>();
    for (const [local, { path, index }] of this.#channels) {
      const route = byPath.get(path) ?? { path, locals: [], ranges: this.formats.ranges(path) };
      while (route.locals.length <= index) route.locals.push(-1);
      route.locals[index] = local;
      byPath.set(path, route);
    }
    this.#stale = false;
    this.#patterns = 0;
    this.#routes = [...byPath.values()];
    this.#targets = [];
    this.#table = new ByteTable();
    for (const route of this.#routes) {
      const key = utf8.encoder.encode(this.root + route.path);
      this.#target(key, hashBytes(key, 0, key.length), [route]);
    }
  }

  #detectUnknown(address: string): void {
    if (address.startsWith(`${this.root}/`)) this.#detect(address.slice(this.root.length), []);
  }

  /** Report the arguments that no channel asks for. */
  #detect(path: string, locals: readonly number[]): void {
    const { count, kinds, values } = this.#reader;
    if (count === 0 && (locals[0] ?? -1) < 0) this.args.detector.report(formatChannel({ path, index: 0 }), 1);
    let ranges: Route['ranges'] | undefined;
    for (let index = 0; index < count && index < MAX_DETECTED; index++) {
      if ((locals[index] ?? -1) >= 0) continue;
      ranges ??= this.formats.ranges(path);
      const value = this.#value(kinds[index] as number, values[index] as number, ranges[index]);
      if (value !== undefined) this.args.detector.report(formatChannel({ path, index }), value);
    }
  }
}
