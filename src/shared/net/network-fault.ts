import { messageOf } from '../error/coded-error.ts';

/** What went wrong with a socket, as half a sentence. `peer` is who is at the other end. */
export function networkFault(error: unknown, peer = 'the other side'): string {
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'ECONNREFUSED':
      return 'nobody listens there';
    case 'ECONNRESET':
    case 'EPIPE':
      return `${peer} closed the connection`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name is not known';
    case 'EADDRINUSE':
      return 'another program uses this port';
    case 'EADDRNOTAVAIL':
      return 'this computer has no such address now';
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return 'there is no way to that address';
    case 'EACCES':
      return 'the system does not allow it';
    default:
      return messageOf(error).replace(/\s+/g, ' ') || 'it cannot be reached';
  }
}
