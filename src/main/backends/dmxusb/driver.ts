/** An open serial port. */
export interface SerialLine {
  /** Write bytes (copied). False while earlier ones still wait: skip this frame and send the newest on `onDrain`. */
  write(bytes: Uint8Array): boolean;
  close(): void;
}

export interface SerialEvents {
  onData(bytes: Uint8Array): void;
  /** What was written has gone out. */
  onDrain(): void;
  /** The port closed by itself: unplugged, or taken away. Comes once at most. */
  onLost(reason: string): void;
}

export interface SerialPortInfo {
  readonly path: string;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly vendorId?: string | undefined;
}

export interface SerialDriver {
  /** The serial ports there are; empty where the system cannot tell. */
  list(): Promise<readonly SerialPortInfo[]>;
  /** Rejects when the port is absent or taken. */
  open(path: string, events: SerialEvents): Promise<SerialLine>;
}

export type LoadSerial = () => Promise<SerialDriver>;
