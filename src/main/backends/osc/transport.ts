/** A numeric IP address and a port. */
export interface UdpAddress {
  readonly address: string;
  readonly port: number;
}

/** What became of a packet. */
export const SEND = {
  /** The system has it; the bytes may be changed. */
  sent: 0,
  /** The system will read the bytes later: they must not be changed any more. */
  borrowed: 1,
  /** There is no way out. */
  down: 2,
} as const;
export type SendResult = (typeof SEND)[keyof typeof SEND];

export interface UdpListener {
  /** A packet; the bytes are the listener's, `from` is valid during the call. */
  packet(bytes: Uint8Array, from: UdpAddress): void;
  /** A packet could not be sent, or was turned away by its receiver. */
  refused(error: Error & { readonly code?: string }): void;
}

export interface UdpOptions {
  /** Where to listen; absent: any free port, for sending only. */
  readonly local: UdpAddress | undefined;
  /** The only peer; packets of others are not seen. */
  readonly remote: UdpAddress | undefined;
}

/** An open socket. */
export interface UdpPort {
  readonly local: UdpAddress;
  /**
   * Send to `to`, or to the only peer. Does not throw; when `watched`, a failure comes to the listener later.
   * Watching every packet would cost a tenth of the rate.
   */
  send(bytes: Uint8Array, to: UdpAddress | undefined, watched: boolean): SendResult;
  close(): Promise<void>;
}

/** How sockets are made; another way to move packets (in batches, say) has to offer just this. */
export type OpenUdp = (options: UdpOptions, listener: UdpListener) => Promise<UdpPort>;

/** The numeric address of a host, of the family asked for (0: any). */
export type ResolveHost = (host: string, family: 0 | 4 | 6) => Promise<string>;
