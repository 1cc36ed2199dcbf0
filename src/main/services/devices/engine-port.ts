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
  listen(listener: {
    onApplied(): void;
    onStatus(): void;
    onDetected(instance: string, channel: string, value: number): void;
    onNotify(instance: string, topic: string, payload: unknown): void;
  }): () => void;
  runners(): readonly RunningInstance[];
  runner(name: string): RunningInstance | undefined;
  channels(): readonly LiveChannel[];
  setDetecting(on: boolean): void;
  panic(): void;
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
