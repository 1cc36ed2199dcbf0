import type { BackendInstance, EventBatch } from '../../shared/plugin/backend.ts';

const CAPACITY = 4096;

/** Events on their way to one instance, collected during an iteration and handed over in one call, in order. */
export class Outbox implements EventBatch {
  readonly locals = new Int32Array(CAPACITY);
  readonly values = new Float64Array(CAPACITY);
  readonly seqs = new Float64Array(CAPACITY);
  readonly start = 0;
  end = 0;
  /** Absent while the instance is starting or gone; its events are then forgotten, its last values are not. */
  receiver: Pick<BackendInstance, 'receive'> | undefined;

  constructor(readonly slot: number) {}

  get full(): boolean {
    return this.end === CAPACITY;
  }

  push(local: number, value: number, seq: number): void {
    const at = this.end;
    this.locals[at] = local;
    this.values[at] = value;
    this.seqs[at] = seq;
    this.end = at + 1;
  }
}
