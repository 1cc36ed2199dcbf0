import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { VirtualClock } from '../../shared/plugin/testing/virtual-clock.ts';
import { BoundUdp } from './bound-udp.ts';

class Plain extends BoundUdp {
  protected override bound(): void {}
  protected override unbound(): void {}
  protected override tune(): void {}
}

function make(host: string) {
  const told: string[] = [];
  const socket = new Plain(host, 0, new VirtualClock(), {
    message: () => undefined,
    opened: () => void told.push('opened'),
    failed: reason => void told.push(reason),
  });
  return { socket, told };
}

it('opens nothing when it was closed while its name was looked up', async () => {
  const [kept, left] = [make('localhost'), make('localhost')];
  kept.socket.start();
  left.socket.start();
  left.socket.close();
  await expect.poll(() => kept.told).toEqual(['opened']);
  await pause(20);
  expect(left.told).toEqual([]);
  expect(left.socket.open).toBe(false);
  kept.socket.close();
});

it('tells a sender that it is not open, and knows its own port when it is', async () => {
  const { socket, told } = make('127.0.0.1');
  let fault: Error | null = null;
  socket.send(new Uint8Array(1), '127.0.0.1', 9, error => (fault = error));
  expect(fault).toMatchObject({ message: 'the socket is not open' });
  socket.start();
  await expect.poll(() => told).toEqual(['opened']);
  expect(socket.boundPort).toBeGreaterThan(0);
  expect(socket.sentFrom(socket.boundPort)).toBe(true);
  socket.close();
});
