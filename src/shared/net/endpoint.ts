import type { Complain } from '../plugin/option-problem.ts';

/** A network address as users write it: `HOST [PORT] [WORD...]` or `HOST:PORT`, IPv6 in brackets before a colon. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** What follows the port, in lower case: `udp`, `local`, `announce=10.0.0.1`. */
  readonly words: readonly string[];
}

const BRACKETED = /^\[([^\]]+)\](?::(\d+))?$/;
const HOST_PORT = /^([^:\s]+):(\d+)$/;

/** Read an address, or say in half a sentence why it is none ("has no host"). */
export function parseEndpoint(text: string, defaultPort: number): Endpoint | string {
  const [head = '', ...rest] = text.trim().split(/\s+/);
  if (head === '') return 'has no host';
  const joined = BRACKETED.exec(head) ?? HOST_PORT.exec(head);
  const host = joined?.[1] ?? head;
  const written = joined?.[2] ?? (/^\d+$/.test(rest[0] ?? '') ? rest.shift() : undefined);
  const port = written === undefined ? defaultPort : Number(written);
  if (port > 65535) return `has port ${port}; the highest is 65535`;
  return { host, port, words: rest.map(word => word.toLowerCase()) };
}

/** Read the address that an option holds; undefined when there is no text, and, with a complaint, when it is no address. */
export function readEndpoint(
  option: string,
  text: string | undefined,
  defaultPort: number,
  complain: Complain,
): Endpoint | undefined {
  if (text === undefined) return undefined;
  const endpoint = parseEndpoint(text, defaultPort);
  if (typeof endpoint === 'object') return endpoint;
  complain(option, endpoint);
  return undefined;
}

/** `host:port` as a person reads it and as addresses are written, IPv6 in brackets. */
export function formatEndpoint(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** True for 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** True for the addresses that stand for every interface. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '*';
}
