/** A channel index stands for one `instance.channel` as long as the engine runs; it is never given away again. */
export type ChannelIndex = number;

const FIRST_CAPACITY = 256;
const NOBODY = -1;

/** Interns `instance.channel` to small integers and keeps what the router needs of each in flat arrays. */
export class ChannelTable {
  readonly #byName = new Map<string, ChannelIndex>();
  readonly #instances: string[] = [];
  readonly #channels: string[] = [];
  /** Slot of the instance that owns the channel; -1 when it is gone. */
  owner = new Int32Array(FIRST_CAPACITY);
  /** The channel's number inside its instance. */
  local = new Int32Array(FIRST_CAPACITY);
  /** The last value that came from or went to the channel; NaN before the first. */
  value = new Float64Array(FIRST_CAPACITY).fill(NaN);

  get size(): number {
    return this.#instances.length;
  }

  /** The index of a channel, made when it is new. `slot` and `local` are taken over either way. */
  intern(instance: string, channel: string, slot: number, local: number): ChannelIndex {
    const name = `${instance}.${channel}`;
    const known = this.#byName.get(name);
    const index = known ?? this.#instances.length;
    if (known === undefined) {
      this.#byName.set(name, index);
      this.#instances.push(instance);
      this.#channels.push(channel);
      if (index >= this.owner.length) this.#grow();
    }
    this.owner[index] = slot;
    this.local[index] = local;
    return index;
  }

  /** The channels of that slot belong to nobody until they are interned again. */
  release(slot: number): void {
    for (let index = 0; index < this.size; index++)
      if (this.owner[index] === slot) this.owner[index] = NOBODY;
  }

  find(instance: string, channel: string): ChannelIndex | undefined {
    return this.#byName.get(`${instance}.${channel}`);
  }

  instanceOf(index: ChannelIndex): string {
    return this.#instances[index] ?? '';
  }

  channelOf(index: ChannelIndex): string {
    return this.#channels[index] ?? '';
  }

  /** `instance.channel`, for people. */
  nameOf(index: ChannelIndex): string {
    return `${this.instanceOf(index)}.${this.channelOf(index)}`;
  }

  #grow(): void {
    const capacity = this.owner.length * 2;
    const owner = new Int32Array(capacity);
    owner.set(this.owner);
    this.owner = owner;
    const local = new Int32Array(capacity);
    local.set(this.local);
    this.local = local;
    const value = new Float64Array(capacity).fill(NaN);
    value.set(this.value);
    this.value = value;
  }
}
