import type { BackendInstance, ChannelUse, EventBatch, InstanceArgs } from '../plugin/backend.ts';
import { type MidiAddress } from './address.ts';
import { requireMidiChannel } from './channels.ts';
import type { MidiWriter } from './encoder.ts';
import { MidiInputSide } from './input-side.ts';
import { Kind } from './kinds.ts';
import type { MidiSettings } from './options.ts';
import { MidiOutputSide } from './output-side.ts';

type Duties = Pick<BackendInstance, 'addChannel' | 'removeChannel' | 'receive' | 'panic'>;

/**
 * The channels of one MIDI cable, whatever carries its bytes. Feed what arrives to `input`; what is to be sent comes to
 * the writer between `output.ready()` and `output.lost()`. No note is left hanging on either side.
 */
export class MidiEndpoint implements Duties {
  readonly input: MidiInputSide;
  readonly output: MidiOutputSide;
  readonly #addresses: (MidiAddress | undefined)[] = [];

  constructor(
    private readonly args: InstanceArgs,
    private settings: MidiSettings,
    writer: MidiWriter,
  ) {
    this.input = new MidiInputSide(args, settings);
    this.output = new MidiOutputSide(args, settings, writer);
  }

  /** Take over other settings; channels keep their values. */
  apply(settings: MidiSettings): void {
    this.settings = settings;
    this.input.apply(settings);
    this.output.apply(settings);
  }

  addChannel(local: number, channel: string, use: ChannelUse): void {
    const address = requireMidiChannel(this.args.name, channel, new Set(this.settings.templates.keys()));
    this.#addresses[local] = address;
    if (use.source) this.input.listen(local, address);
    else this.input.ignore(local, address);
    if (use.target) this.output.add(local, address);
    else this.output.remove(local);
  }

  removeChannel(local: number): void {
    const address = this.#addresses[local];
    this.#addresses[local] = undefined;
    if (!address) return;
    this.input.ignore(local, address);
    this.output.remove(local);
  }

  receive(batch: EventBatch): void {
    for (let i = batch.start; i < batch.end; i++) {
      const local = batch.locals[i] ?? -1;
      const value = batch.values[i] ?? 0;
      if (this.#addresses[local]?.kind === Kind.rel) this.input.moveEncoder(local, value);
      else this.output.send(local, value);
    }
  }

  panic(): void {
    this.output.panic();
  }

  /** Release what sounds at the other end, and stop every timer. */
  close(): void {
    this.output.releaseNotes();
    this.output.lost();
    this.input.close();
  }
}
