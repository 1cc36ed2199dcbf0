/** What a script wants to do with an address. */
export type Reach = 'connect' | 'send' | 'listen';

export interface SocketPolicy {
  /** True when the script may. Asks the user (once) when it may not. */
  allows(reach: Reach, host: string, port: number): boolean;
  /** Something about a socket that the user should know. */
  warn(text: string): void;
}

/** True for addresses that never leave this computer. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
