import type { Dispose } from '../../../shared/plugin/common.ts';

/** An open port that messages come from. */
export interface MidiInputPort {
  close(): void;
}

/** An open port that messages go to. */
export interface MidiOutputPort {
  /** One whole message; the driver does not keep the bytes. */
  send(bytes: Uint8Array): void;
  close(): void;
}

export type OnMessage = (bytes: Uint8Array) => void;

/** A port as it is listed: its name, and which one it is among ports of the same name (from 0). */
export interface PortId {
  readonly name: string;
  readonly nth: number;
}

/** The system's MIDI. Every method throws when there is none. */
export interface MidiDriver {
  /** Other programs can connect to ports that we make. */
  readonly virtualPorts: boolean;
  inputs(): readonly string[];
  outputs(): readonly string[];
  /** Throws when the port is not there any more. */
  openInput(port: PortId, onMessage: OnMessage): MidiInputPort;
  openOutput(port: PortId): MidiOutputPort;
  openVirtualInput(name: string, onMessage: OnMessage): MidiInputPort;
  openVirtualOutput(name: string): MidiOutputPort;
  /** Be told at once when devices come and go, where the system tells; polling goes on beside it. */
  watch?(changed: () => void): Dispose;
}

export type LoadDriver = () => Promise<MidiDriver>;
