import type { GuestSocket } from './guest-socket.ts';

const EVERY = 5;
/** The guest is told off long before; a wait without end must not outlive it. */
const LONGEST = 10_000;

/**
 * Which sockets are ready, waiting at most `timeout` ms (below 0: no limit) for one. `text` is "3,4;5": descriptors to
 * read from, then to write to; the answer has the same form.
 */
export async function select(
  sockets: ReadonlyMap<number, GuestSocket>,
  text: string,
  timeout: number,
): Promise<string> {
  const [readers, writers] = text.split(';').map(listOf);
  const look = (): string => {
    const read = (readers ?? []).filter(fd => sockets.get(fd)?.readable !== false);
    const write = (writers ?? []).filter(fd => sockets.get(fd)?.writable !== false);
    return read.length + write.length > 0 ? `${read.join(',')};${write.join(',')}` : ';';
  };
  const end = performance.now() + (timeout < 0 ? LONGEST : Math.min(timeout, LONGEST));
  for (;;) {
    const ready = look();
    if (ready !== ';' || performance.now() >= end) return ready;
    await new Promise(resolve => setTimeout(resolve, EVERY));
  }
}

function listOf(text: string): number[] {
  return text === '' ? [] : text.split(',').map(Number);
}
