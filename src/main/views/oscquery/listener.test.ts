import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { decodeMessages } from '../../../shared/osc/testing/messages.ts';
import { Listener } from './listener.ts';

const leaf = (index: number) => ({ path: `/a/${index}`, index, description: '', writable: true });

function world() {
  const sent: string[] = [];
  const socket = {
    ...{ readyState: 1, OPEN: 1, bufferedAmount: 0, isGone: false },
    send: (data: Uint8Array | string) => {
      if (typeof data === 'string') return void sent.push(data);
      for (const { address, args } of decodeMessages(data) ?? [])
        sent.push(`${address} ${args.map(arg => ('value' in arg ? String(arg.value) : '')).join()}`);
    },
    terminate: () => (socket.isGone = true),
  };
  const stream = { cork: () => sent.push('cork'), uncork: () => sent.push('uncork') };
  const listener = new Listener(socket as unknown as WebSocket, stream as unknown as Duplex, '10.0.0.9');
  return { socket, listener, sent, values: () => sent.splice(0).filter(one => !one.includes('cork')) };
}

describe('Listener', () => {
  it('sends what is new in one piece, and nothing that is unknown', () => {
    const { listener, sent } = world();
    for (const index of [0, 1, 2]) listener.listen(leaf(index));
    expect(listener.sendValues(Float64Array.of(0.5, NaN, 1), 0)).toBe(false);
    expect(sent.splice(0)).toEqual(['cork', '/a/0 0.5', '/a/2 1', 'uncork']);
    listener.sendValues(Float64Array.of(0.5, 0.25, 1), 0);
    expect(sent).toEqual(['cork', '/a/1 0.25', 'uncork']);
  });

  it('waits for a client that does not read, and then sends the newest', () => {
    const { listener, socket, values } = world();
    listener.listen(leaf(0));
    socket.bufferedAmount = 2 << 20;
    expect(listener.sendValues(Float64Array.of(0.25), 0)).toBe(true);
    expect(values()).toEqual([]);
    socket.bufferedAmount = 0;
    expect(listener.sendValues(Float64Array.of(0.75), 0)).toBe(false);
    expect(values()).toEqual(['/a/0 0.75']);
  });

  it('gives up a client that does not read at all', () => {
    const { listener, socket, sent } = world();
    listener.tell('news');
    socket.bufferedAmount = 9 << 20;
    listener.tell('more');
    expect([sent, socket.isGone]).toEqual([['news'], true]);
    socket.readyState = 3;
    listener.sendValues(Float64Array.of(1), 0);
    expect(sent).toEqual(['news']);
  });

  it('is quiet while its host writes, and tells the end of it', () => {
    const { listener, values } = world();
    listener.listen(leaf(0));
    listener.hostWrote('/a/0', 1000);
    expect(listener.sendValues(Float64Array.of(0.25), 1100)).toBe(true);
    listener.hostWrote('/a/0', 1200);
    expect(listener.sendValues(Float64Array.of(0.5), 1300)).toBe(true);
    expect(values()).toEqual([]);
    expect(listener.sendValues(Float64Array.of(0.5), 1450)).toBe(false);
    expect(values()).toEqual(['/a/0 0.5']);
  });

  it('listens to ten thousand addresses at most', () => {
    const { listener, values } = world();
    for (let index = 0; index <= 10_000; index++) listener.listen(leaf(index));
    listener.sendValues(new Float64Array(10_001), 0);
    expect(values()).toHaveLength(10_000);
    listener.ignore('/a/0');
    listener.listen(leaf(10_000));
    listener.sendValues(new Float64Array(10_001), 0);
    expect(values()).toEqual(['/a/10000 0']);
  });
});
