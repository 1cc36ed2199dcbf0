/** An event in the engine's ring. */
export interface RingEvent {
  readonly seq: number;
  readonly time: number;
  readonly channel: number;
  readonly out: boolean;
  readonly value: number;
  readonly cause: number;
}

/** What the monitor reads of the engine. It never writes there, and nothing there waits for it. */
export interface MonitoredEngine {
  readonly ring: {
    readonly last: number;
    readonly first: number;
    read(seq: number): RingEvent | undefined;
    chain(seq: number, limit: number): readonly RingEvent[];
  };
  readonly router: {
    readonly routed: number;
    readonly dropped: number;
    readonly coalesced: number;
    readonly latency: { percentile(p: number): number; clear(): void };
  };
  readonly refused: number;
}
