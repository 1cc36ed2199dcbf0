import { output } from 'crosspatch';
import { listen } from 'net';

// Numbers from 0 to 100 that come in over TCP, one per line, become values.
listen(8992, socket => {
  let text = '';
  socket.on('data', data => {
    for (const byte of data) text += String.fromCharCode(byte);
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const percent = Number(line);
      if (Number.isFinite(percent)) output('level', percent / 100);
    }
  });
});
