import type { MidiSink } from '../../../shared/midi/stream-parser.ts';
import type { InstanceArgs } from '../../../shared/plugin/backend.ts';
import { RtpReceiver } from './receiver.ts';
import { RtpSender } from './sender.ts';

/** Both streams of MIDI with one peer. */
export class PeerStream {
  readonly sender: RtpSender;
  readonly receiver: RtpReceiver;

  constructor(
    private readonly args: InstanceArgs,
    ssrc: number,
    sink: MidiSink,
    transmit: (packet: Uint8Array) => void,
  ) {
    this.receiver = new RtpReceiver(sink);
    this.sender = new RtpSender(
      {
        ssrc,
        timestamp: () => Math.floor(args.clock.now() * 10) >>> 0,
        transmit: packet => {
          args.counters.sent++;
          args.counters.lastActivity = args.clock.now();
          transmit(packet);
        },
      },
      Math.floor(Math.random() * 0x10000),
    );
  }

  receive(bytes: Uint8Array): void {
    if (!this.receiver.take(bytes)) this.args.counters.malformed++;
  }
}
