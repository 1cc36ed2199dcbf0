import type { Detector, InstanceCounters } from '../../../shared/plugin/backend.ts';
import {
  compileAddressPattern,
  isAddressPatternBytes,
  type MatchBudget,
  MAX_PATTERN,
} from './address-pattern.ts';
import { ByteTable } from '../../../shared/osc/byte-table.ts';
import { formatChannel, type OscChannel } from './channels.ts';
import { hashBytes, OscReader } from '../../../shared/osc/decode.ts';
import type { Formats } from './format.ts';
import { Routes } from './routes.ts';
import { isConstant, isScaled, toValue } from './scaling.ts';

/** Steps of pattern matching that one packet may cause: some 20 ms at worst. */
const MATCH_STEPS = 1_000_000;
/** Patterns that are remembered, and matches of all of them together. */
const MAX_PATTERNS = 1000;
const MAX_MATCHES = 100_000;
/** Arguments of one unknown message that are reported to learn and detect. */
const MAX_DETECTED = 16;

export interface InboundArgs {
  emit(local: number, value: number): void;
  readonly counters: InstanceCounters;
  readonly detector: Detector;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** From packets to events: known addresses are found by their bytes, so that no string is built for them. */
export class Inbound {
  readonly #reader = new OscReader();
  readonly #channels = new Map<number, OscChannel>();
  readonly #budget: MatchBudget = { steps: 0 };
  readonly #onMessage = () => this.#message();
  #stale = false;
  #routes: Routes;
  /** From an address to its route, or to a pattern: the number of routes plus its place in `#patterns`. */
  #table = new ByteTable();
  /** The routes that each known pattern means. */
  #patterns: (readonly number[])[] = [];
  #matches = 0;

  constructor(
    private readonly args: InboundArgs,
    private root: string,
    private formats: Formats,
  ) {
    this.#routes = new Routes(this.#channels, formats);
  }

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
    const found = this.#table.find(bytes, addressStart, addressEnd, addressHash);
    const target = found >= 0 ? found : this.#unknown();
    if (target < 0) return;
    const known = this.#routes.paths.length;
    if (target < known) return this.#deliver(target);
    const routes = this.#patterns[target - known] ?? [];
    for (let i = 0; i < routes.length; i++) this.#deliver(routes[i] as number);
  }

  #deliver(route: number): void {
    const { starts, locals, mins, spans } = this.#routes;
    const { count, kinds, values } = this.#reader;
    const start = starts[route] as number;
    const size = (starts[route + 1] as number) - start;
    if (count === 0 && (locals[start] as number) >= 0) this.args.emit(locals[start] as number, 1);
    for (let i = 0; i < count && i < size; i++) {
      const local = locals[start + i] as number;
      if (local < 0) continue;
      const kind = kinds[i] as number;
      const number = values[i] as number;
      if (isConstant(kind)) this.args.emit(local, number);
      else if (isScaled(kind)) {
        const value = toValue(kind, number, mins[start + i] as number, spans[start + i] as number);
        if (Number.isFinite(value)) this.args.emit(local, value);
        else this.args.counters.malformed++;
      }
    }
    if (this.args.detector.active) {
      this.#detect(this.#routes.paths[route] ?? '', locals.subarray(start, start + size));
    }
  }

  /** An address that is met for the first time: a pattern, or one that no channel asks for. */
  #unknown(): number {
    const { bytes, addressStart, addressEnd, addressHash } = this.#reader;
    if (addressEnd - addressStart > MAX_PATTERN) return -1;
    const isPattern = isAddressPatternBytes(bytes, addressStart, addressEnd);
    if (!isPattern && !this.args.detector.active) return -1;
    const key = bytes.subarray(addressStart, addressEnd);
    const address = decoder.decode(key);
    if (isPattern) return this.#learn(key, addressHash, address);
    if (address.startsWith(`${this.root}/`)) this.#detect(address.slice(this.root.length), []);
    return -1;
  }

  /** Remember what a pattern means. -1, and counted, when it is none or too costly. */
  #learn(key: Uint8Array, hash: number, address: string): number {
    const pattern = this.#budget.steps < 0 ? undefined : compileAddressPattern(address);
    const routes: number[] = [];
    this.#routes.paths.forEach((path, route) => {
      if (pattern?.matches(this.root + path, this.#budget)) routes.push(route);
    });
    if (!pattern || this.#budget.steps < 0) {
      this.args.counters.malformed++;
      return -1;
    }
    // Patterns that nobody repeats must not pile up.
    this.#matches += routes.length;
    if (this.#patterns.length >= MAX_PATTERNS || this.#matches > MAX_MATCHES) this.#rebuild();
    const target = this.#routes.paths.length + this.#patterns.push(routes) - 1;
    this.#table.add(key, hash, target);
    return target;
  }

  #rebuild(): void {
    this.#stale = false;
    this.#patterns = [];
    this.#matches = 0;
    this.#routes = new Routes(this.#channels, this.formats);
    this.#table = new ByteTable();
    this.#routes.paths.forEach((path, route) => {
      const key = encoder.encode(this.root + path);
      this.#table.add(key, hashBytes(key, 0, key.length), route);
    });
  }

  /** Report the arguments that no channel asks for. */
  #detect(path: string, locals: ArrayLike<number>): void {
    const { count, kinds, values } = this.#reader;
    const { detector } = this.args;
    if (count === 0 && (locals[0] ?? -1) < 0) detector.report(formatChannel({ path, index: 0 }), 1);
    const ranges = this.formats.ranges(path);
    for (let index = 0; index < count && index < MAX_DETECTED; index++) {
      const kind = kinds[index] as number;
      if ((locals[index] ?? -1) >= 0 || !(isConstant(kind) || isScaled(kind))) continue;
      const range = ranges[index];
      const number = values[index] as number;
      const value = isConstant(kind)
        ? number
        : toValue(kind, number, range?.min ?? NaN, range ? range.max - range.min : 1);
      if (Number.isFinite(value)) detector.report(formatChannel({ path, index }), value);
    }
  }
}
