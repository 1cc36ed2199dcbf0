import { MessageReader, makeMessage, SERIAL_START } from './codec.ts';
import type { ViscaConfig } from './config.ts';
import { type LinkEvents, type OpenLink, openLink } from './connection.ts';
import { COMMAND, INQUIRY, makeReset, unwrap, wrap } from './sony.ts';

export interface WireEvents {
  opened(): void;
  closed(reason: string): void;
  /** An answer without its 0xff; valid during the call only. */
  message(message: Uint8Array): void;
  malformed(): void;
  /** The camera lost count and was told to begin anew: send the current message again. */
  outOfSequence(): void;
}

/** Messages to and from one camera over any link, with Sony's header where it is wanted. */
export class Wire {
  readonly #link: OpenLink;
  readonly #reader: MessageReader;
  #sequence = 0;

  constructor(
    private readonly config: ViscaConfig & { readonly link: NonNullable<ViscaConfig['link']> },
    private readonly events: WireEvents,
  ) {
    this.#reader = new MessageReader(
      message => events.message(message),
      () => events.malformed(),
    );
    const heard: LinkEvents = {
      opened: () => this.#opened(),
      closed: reason => events.closed(reason),
      data: chunk => (config.sony ? this.#sony(chunk) : this.#reader.push(chunk)),
    };
    this.#link = openLink(config.link, heard);
  }

  /** Send a body; `again` repeats the last one, so that the camera does not do it twice. False: nothing was sent. */
  send(body: readonly number[], isInquiry: boolean, again: boolean): boolean {
    const message = makeMessage(this.config.options.id, body);
    if (!this.config.sony) return this.#link.send(message);
    if (!again) this.#sequence = (this.#sequence + 1) >>> 0;
    return this.#link.send(wrap(isInquiry ? INQUIRY : COMMAND, this.#sequence, message));
  }

  close(): void {
    this.#link.close();
  }

  #opened(): void {
    if (this.config.sony) this.#link.send(makeReset());
    if (this.config.link.kind === 'serial') for (const message of SERIAL_START) this.#link.send(message);
    this.events.opened();
  }

  #sony(packet: Uint8Array): void {
    const read = unwrap(packet);
    if (!read) return this.events.malformed();
    if (read.kind === 'out-of-sequence') {
      this.#sequence = 0;
      this.#link.send(makeReset());
      this.events.outOfSequence();
    }
    // An answer to an older message, which was given up, must not count for this one.
    if (read.kind === 'reply' && read.sequence === this.#sequence) this.#reader.push(read.payload);
  }
}
