import type { LiveChannel, PluginInfo } from '../../../shared/contract/calls/devices.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type {
  Backend,
  BackendManifest,
  InstanceCounters,
  InstanceStatus,
} from '../../../shared/plugin/backend.ts';

export interface RunningInstance {
  readonly config: {
    readonly name: string;
    readonly backendName: string;
    readonly backend: Backend;
    readonly options: Options;
  };
  readonly counters: InstanceCounters;
  readonly status: InstanceStatus;
  request(op: string, params: unknown): Promise<unknown>;
}

/** What the devices service uses of the engine. */
export interface DevicesEngine {
  readonly table: { readonly size: number; readonly value: Float64Array };
  readonly ring: { readonly last: number };
  listen(listener: {
    onApplied(): void;
    onStatus(): void;
    onDetected(instance: string, channel: string, value: number): void;
    onNotify(instance: string, topic: string, payload: unknown): void;
  }): () => void;
  runners(): readonly RunningInstance[];
  runner(name: string): RunningInstance | undefined;
  /** The newest document is running. */
  applied(): Promise<void>;
  channels(): readonly LiveChannel[];
  set(values: readonly (readonly [number, number])[]): number;
  setDetecting(on: boolean): void;
  panic(): void;
}

/** All values at one moment. */
export interface ValueSnapshot {
  /** Number of the newest event; as long as it is the same, no value is another. */
  readonly seq: number;
  /** By channel index, NaN where none is known; absent when nothing happened since. */
  readonly values?: Float64Array;
}

/** The backends that the kernel has loaded. */
export type BackendCatalog = ReadonlyMap<
  string,
  { readonly plugin: { readonly manifest: BackendManifest }; readonly backend: Backend }
>;

export interface DevicesDeps {
  readonly engine: DevicesEngine;
  readonly backends: BackendCatalog;
  plugins(): readonly PluginInfo[];
}
