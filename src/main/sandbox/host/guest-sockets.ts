import { type CallAnswer, type CallRequest, refusal } from '../link/calls.ts';
import { READABLE, ringId } from '../link/ids.ts';
import type { SocketPolicy } from '../sockets/policy.ts';
import { Endpoints } from '../sockets/shared-endpoint.ts';
import { SocketTable } from '../sockets/socket-table.ts';
import type { GuestProcess } from './guest-process.ts';

/** The sockets of one script: a table for each loaded version, and the ports that they share. */
export class GuestSockets {
  readonly #tables = new Map<number, SocketTable>();
  readonly #endpoints = new Endpoints();

  constructor(
    private readonly instance: number,
    private readonly policy: SocketPolicy,
  ) {}

  open(generation: number, process: GuestProcess): void {
    const notify = (fd: number) => {
      const pushed = process.in.push(ringId(this.instance, READABLE + fd), 0, 0);
      if (pushed) process.publish();
      return pushed;
    };
    this.#tables.set(generation, new SocketTable(this.policy, notify, this.#endpoints));
  }

  async call(generation: number, request: CallRequest): Promise<CallAnswer> {
    const answer = await this.#tables.get(generation)?.call(request);
    return answer ?? refusal('EBADF', 'the script was loaded anew');
  }

  /** Tell again what the ring had no room for. */
  poke(): void {
    for (const table of this.#tables.values()) table.poke();
  }

  close(generation: number): void {
    this.#tables.get(generation)?.closeAll();
    this.#tables.delete(generation);
  }
  closeBefore(generation: number): void {
    for (const number of [...this.#tables.keys()]) if (number < generation) this.close(number);
  }
  closeAll(): void {
    this.closeBefore(Infinity);
  }
}
