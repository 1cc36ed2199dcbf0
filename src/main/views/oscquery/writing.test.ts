import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodePacket, type OscArgument } from '../../../shared/osc/encode.ts';
import { channel, type OpenView, openView, sendUdp } from './testing/open-view.ts';

const CUTOFF = '/synth/ch0.cc74';
const number = (type: 'f' | 'i' | 'd', value: number): OscArgument => ({ type, value });

let one: OpenView;
beforeEach(async () => {
  one = await openView();
});
afterEach(() => one.close());

describe('OSC over UDP', () => {
  it('sets a channel: numbers as they are, clipped, T and F', async () => {
    for (const arg of [
      number('f', 0.25),
      number('d', 0.75),
      number('i', 1),
      number('i', 64),
      number('f', -3),
    ])
      await one.send(CUTOFF, arg);
    await one.send('/mixer/odd_name', { type: 'T' });
    await one.send('/mixer/odd_name', { type: 'F' });
    const expected = [0.25, 0.75, 1, 1, 0].map(value => [0, value]);
    await expect.poll(() => one.devices.written).toEqual([...expected, [2, 1], [2, 0]]);
  });

  it('takes bundles, in order', async () => {
    const message = (value: number) => ({ address: CUTOFF, args: [number('f', value)] });
    const inner = { time: 1n, elements: [message(0.5)] };
    await sendUdp(one.port, encodePacket({ time: 1n, elements: [message(0.25), inner, message(1)] }));
    await expect.poll(() => one.devices.written).toEqual([0.25, 0.5, 1].map(value => [0, value]));
  });

  it('takes nothing for what nobody may write, of another type, or of no sense', async () => {
    await one.send('/mixer/fader/1', number('f', 1));
    await one.send('/nowhere', number('f', 1));
    await one.send('/synth/*', number('f', 1));
    await one.send(CUTOFF);
    await one.send(CUTOFF, number('f', 1), number('f', 1));
    await one.send(CUTOFF, number('f', NaN));
    await one.send(CUTOFF, { type: 's', value: '1' });
    await sendUdp(
      one.port,
      Buffer.from('no OSC'),
      new Uint8Array(0),
      encodePacket({ address: CUTOFF, args: [] }),
    );
    await one.send(CUTOFF, number('f', 0.5));
    await expect.poll(() => one.devices.written).toEqual([[0, 0.5]]);
  });

  it('follows the tree', async () => {
    one.publish('devices.channelsChanged', [
      channel(1, 'mixer', '/fader/1', true),
      channel(0, 'synth', 'ch0.cc74'),
    ]);
    await one.send(CUTOFF, number('f', 1));
    await one.send('/mixer/fader/1', number('f', 1));
    await expect.poll(() => one.devices.written).toEqual([[1, 1]]);
  });

  it('is heard by those who listen, on the same host a moment later', async () => {
    const { listen, values } = await one.connect();
    listen(CUTOFF);
    await expect.poll(() => values).toHaveLength(1);
    for (const value of [0.1, 0.2, 0.3]) await one.send(CUTOFF, number('f', value));
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(values).toHaveLength(1);
    await expect.poll(() => values).toEqual([`${CUTOFF}=0.50`, `${CUTOFF}=0.30`]);
  });
});

describe('OSC over a WebSocket', () => {
  it('sets a channel, and is told to the others only', async () => {
    const [writer, other] = [await one.connect(), await one.connect()];
    for (const { listen } of [writer, other]) listen(CUTOFF, '/mixer/odd_name');
    await expect.poll(() => [writer.values.length, other.values.length]).toEqual([1, 1]);
    writer.write(CUTOFF, number('f', 0.25));
    await expect.poll(() => other.values.at(-1)).toBe(`${CUTOFF}=0.25`);
    expect(one.devices.written).toEqual([[0, 0.25]]);
    expect(writer.values).toHaveLength(1);
  });

  it('is told back when the channel made another value of it', async () => {
    const { listen, values, write } = await one.connect();
    listen(CUTOFF);
    await expect.poll(() => values).toHaveLength(1);
    write(CUTOFF, number('f', 0.7));
    await expect.poll(() => one.devices.written).toHaveLength(1);
    one.devices.set(0, 1);
    await expect.poll(() => values.at(-1)).toBe(`${CUTOFF}=1.00`);
  });

  it('does not go round where two clients send back whatever they hear', async () => {
    const clients = [await one.connect(), await one.connect()];
    for (const { socket, listen } of clients) {
      socket.on('message', (data, binary) => void (binary && socket.send(data as Buffer)));
      listen(CUTOFF);
    }
    await one.send(CUTOFF, number('f', 0.25));
    await expect
      .poll(() => clients.map(({ values }) => values.at(-1)))
      .toEqual([`${CUTOFF}=0.25`, `${CUTOFF}=0.25`]);
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(clients.flatMap(({ values }) => values).length).toBeLessThanOrEqual(4);
  });

  it('bears thousands of messages that make no sense', async () => {
    const { socket, write } = await one.connect();
    let state = 1;
    const random = (below: number) => (state = (Math.imul(state, 48_271) >>> 0) % 0x7fff_ffff) % below;
    const commands = ['LISTEN', 'IGNORE', 'START_OSC_STREAMING', '__proto__'];
    for (let i = 0; i < 3000; i++) {
      const noise = Buffer.from(Array.from({ length: random(60) }, () => random(256)));
      const text = JSON.stringify({
        COMMAND: commands[random(4)],
        DATA: [CUTOFF, 1, null, { a: 1 }][random(4)],
      });
      socket.send(
        i % 3 === 0 ? noise : i % 3 === 1 ? noise.toString('latin1') : text.slice(0, random(text.length + 1)),
      );
    }
    write(CUTOFF, number('f', 0.25));
    await expect.poll(() => one.devices.written).toEqual([[0, 0.25]]);
    expect((await one.get('/')).status).toBe(200);
  });

  it('drops what is malformed or too long', async () => {
    const [bad, good] = [await one.connect(), await one.connect()];
    bad.socket.send(Buffer.from([1, 2, 3]));
    bad.socket.send(Buffer.alloc(1 << 17));
    good.write(CUTOFF, number('f', 1));
    await expect.poll(() => one.devices.written).toEqual([[0, 1]]);
    await expect.poll(() => bad.socket.readyState).toBe(bad.socket.CLOSED);
    expect(good.socket.readyState).toBe(good.socket.OPEN);
  });
});
