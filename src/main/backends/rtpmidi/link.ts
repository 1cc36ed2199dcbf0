import type { MidiWriter } from '../../../shared/midi/encoder.ts';
import type { MidiSink } from '../../../shared/midi/stream-parser.ts';
import type { InstanceArgs } from '../../../shared/plugin/backend.ts';
import type { RtpMidiConfig } from './config.ts';

/** What a way of connecting tells the instance. */
export interface LinkEvents {
  /** A peer can hear us now. */
  onPeer(): void;
  /** A peer is gone; `left` are still there. */
  onPeerLost(left: number): void;
  onStatus(state: 'ok' | 'waiting', detail: string): void;
}

export interface LinkArgs {
  readonly args: InstanceArgs;
  readonly config: RtpMidiConfig;
  readonly ssrc: number;
  readonly sink: MidiSink;
  readonly events: LinkEvents;
}

/** A way of connecting: direct or by sessions. Messages written go to every peer. */
export interface Link extends MidiWriter {
  /** Bind and begin. Rejects when the port is taken. */
  open(): Promise<void>;
  /** Send what was written. */
  flush(): void;
  close(): Promise<void>;
}
