// The baseline of the OSC benchmarks: what Node itself needs to receive a datagram and send it on.
import { createSocket } from 'node:dgram';

const [listen, target] = process.argv.slice(2).map(Number);
const out = createSocket('udp4');
out.connect(target, '127.0.0.1', () => {
  const input = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
  input.on('message', message => out.send(message));
  input.bind(listen, '127.0.0.1', () => process.stdout.write('crosspatch ready\n'));
});
