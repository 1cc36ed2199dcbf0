// A peer for RTP-MIDI made of the npm package "rtpmidi": prints what arrives as hex, and sends every message back on the
// next MIDI channel. `listen PORT` waits for invitations at control port PORT, `invite PORT HOST HOSTPORT` sends one.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { libraries } from './libraries.mjs';

const require = createRequire(join(libraries, 'package.json'));
const Session = require('rtpmidi/src/Session');
const MidiMessage = require('rtpmidi/src/MidiMessage');

const [mode, port, host, hostPort] = process.argv.slice(2);
const session = new Session(Number(port), 'echo', 'echo', 0x1234567, false);
let sequence = 65_000;

session.on('ready', () => {
  console.log('ready');
  if (mode === 'invite') session.connect({ address: host, port: Number(hostPort) });
});
session.on('streamAdded', ({ stream }) => console.log(`stream ${stream.name ?? ''}`));
session.on('controlMessage', message => console.log(`control ${message.command}`));
session.on('midi', message => {
  for (const { data } of message.commands) console.log(`midi ${data.toString('hex')}`);
  const journals = message.journal?.channelJournals ?? [];
  if (journals.length > 0) console.log(`journal ${journals.map(journal => journal.channel).join()}`);
  answer(message.commands);
});
session.start();

/** The package's own way to send crashes; its codec and its sockets work. */
function answer(commands) {
  const stream = session.streams.find(one => one.rinfo2);
  if (!stream || commands.length === 0) return;
  const echoes = commands.map(({ data }) => ({ deltaTime: 0, data: nextChannel(data) }));
  const packet = {
    ssrc: session.ssrc,
    sequenceNumber: sequence++ & 0xffff,
    timestamp: session.now(),
    commands: echoes,
  };
  session.sendUdpMessage(stream.rinfo2, new MidiMessage().mixin(packet));
}

function nextChannel(data) {
  const copy = Buffer.from(data);
  if (copy[0] < 0xf0) copy[0] = (copy[0] & 0xf0) | ((copy[0] + 1) & 15);
  return copy;
}
