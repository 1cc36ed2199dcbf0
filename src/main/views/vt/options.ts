import type { EventBus, ServiceCallable } from '../../../shared/plugin/service.ts';

export interface VtViewOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** The service `stacks`. */
  readonly stacks: ServiceCallable;
  /** Where progress is heard. */
  readonly bus: EventBus;
  /** Where relative paths start; the working folder when absent. */
  readonly folder?: string;
  /** Only sounds in these folders may be named; any when absent or empty. */
  readonly allow?: readonly string[];
  /** Bytes of one request. */
  readonly mostBytes?: number;
  /** Milliseconds in which a request must have come. */
  readonly patience?: number;
}
