import type { Socket } from 'node:net';
import { fail } from '../../../shared/error/coded-error.ts';
import { errorReply, replyLine, type Reply } from '../../stacks/reply.ts';

const LINE_FEED = 10;
/** How long a client may go on sending after its answer. */
const LINGER_MS = 2000;

export interface LineRules {
  readonly mostBytes: number;
  readonly patience: number;
}

/** Take one line from a connection, answer it with one line and close. The end of the client's side ends a line too. */
export function serveLine(
  socket: Socket,
  answer: (line: Buffer) => Promise<Reply>,
  { mostBytes }: LineRules,
): void {
  const pieces: Buffer[] = [];
  let size = 0;
  let answered = false;

  const take = () => {
    if (answered) return;
    answered = true;
    // A long job is not a silent client.
    socket.setTimeout(0);
    void answer(lineOf(Buffer.concat(pieces))).then(reply => finish(socket, reply));
    pieces.length = 0;
  };
  const refuse = () => {
    answered = true;
    pieces.length = 0;
    finish(socket, errorReply(fail('stack.line-too-long', { limit: mostBytes })));
  };

  socket.on('data', (piece: Buffer) => {
    if (answered) return;
    pieces.push(piece);
    size += piece.length;
    if (piece.includes(LINE_FEED)) take();
    else if (size > mostBytes) refuse();
  });
  socket.on('end', take);
  if (socket.readableEnded) take();
}

/** What comes after the first line feed is passed over. */
function lineOf(bytes: Buffer): Buffer {
  const end = bytes.indexOf(LINE_FEED);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** Close after the answer, but read on for a moment: closing on unread bytes would take the answer away again. */
function finish(socket: Socket, reply: Reply): void {
  if (socket.destroyed) return;
  socket.end(replyLine(reply));
  socket.resume();
  socket.setTimeout(0);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  socket.on('close', () => clearTimeout(timer));
}
