import { type CallAnswer, type CallName, NO_BYTES } from '../link/calls.ts';
import type { ControlBlock } from '../link/control-block.ts';
import type { Transfer } from '../link/transfer.ts';

/** The guest thread's end of a blocking call: ask, sleep, read the answer. */
export class HostCaller {
  constructor(
    private readonly control: ControlBlock,
    private readonly transfer: Transfer,
    /** Tells the host that a question stands in the transfer area. */
    private readonly ring: () => void,
  ) {}

  call(op: CallName, a: number, b: number, text = '', data: Uint8Array = NO_BYTES, timeout = -1): CallAnswer {
    const { control, transfer } = this;
    transfer.writeRequest({ op, a: a | 0, b: b | 0, timeout, text, data });
    control.set('callState', 1);
    this.ring();
    // The host answers every call, if only to say that it took too long; terminate() ends this wait too.
    while (control.get('callState') === 1) control.wait('callState', 1, 1000);
    control.set('callState', 0);
    return transfer.readAnswer();
  }
}
