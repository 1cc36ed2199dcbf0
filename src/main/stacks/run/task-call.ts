export interface PoolLimits {
  /** Seconds that one task may take. */
  readonly seconds: number;
  /** MB of memory that one task may take. */
  readonly megabytes: number;
}

export interface TaskCall {
  readonly signal?: AbortSignal;
  progress?(fraction: number): void;
}
