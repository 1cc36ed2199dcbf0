import { describe, expect, it } from 'vitest';
import { RtpReceiver } from './receiver.ts';
import { RtpSender } from './sender.ts';

/** A sender and a receiver with a lossy line between. */
function line(first = 65_530) {
  const heard: number[][] = [];
  let lose = (packet: number) => packet < 0;
  let packets = 0;
  const receiver = new RtpReceiver({
    short: (...message) => heard.push(message),
    sysex: bytes => heard.push([...bytes]),
  });
  const wire: Uint8Array[] = [];
  const transmit = (packet: Uint8Array) => {
    if (!lose(packets++)) wire.push(Uint8Array.from(packet));
  };
  const sender = new RtpSender({ ssrc: 7, timestamp: () => 0, transmit }, first);
  const deliver = () => {
    for (const packet of wire.splice(0)) expect(receiver.take(packet)).toBe(true);
  };
  const say = (...message: [number, number, number]) => {
    sender.short(3, ...message);
    sender.flush();
    deliver();
  };
  return { sender, receiver, heard, wire, say, deliver, losing: (which: typeof lose) => (lose = which) };
}

describe('a stream', () => {
  it('mends what was lost, over the end of the 16-bit numbers', () => {
    const { say, heard, losing, receiver } = line();
    losing(packet => packet % 3 === 1);
    for (let i = 0; i < 30; i++) say(0xb0, i, i);
    say(0xb1, 1, 1);
    expect(heard.map(([, number]) => number).slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(receiver.lost).toBe(10);
  });
  it('ends a note whose end was lost, and plays one whose beginning was', () => {
    const { say, heard, losing } = line();
    losing(packet => packet === 1 || packet === 2);
    say(0x90, 60, 1);
    say(0x90, 60, 0);
    say(0x90, 61, 1);
    say(0xb0, 1, 1);
    expect(heard).toEqual([
      [0x90, 60, 1],
      [0x90, 60, 0],
      [0x90, 61, 1],
      [0xb0, 1, 1],
    ]);
  });
  it('keeps no journal of what the peer has heard', () => {
    const { sender, wire, deliver, receiver } = line(10);
    const length = () => {
      sender.short(3, 0xb5, 1, 1);
      sender.flush();
      return wire.at(-1)?.length;
    };
    expect(length()).toBe(16);
    expect(length()).toBe(16 + 3 + 3 + 3);
    deliver();
    sender.feedback(receiver.sequence ?? 0);
    expect(length()).toBe(16);
    // Feedback on packets that were never sent is nonsense.
    sender.feedback(50);
    expect(length()).toBeGreaterThan(16);
  });
  it('ignores doubled and late packets', () => {
    const { sender, wire, receiver, heard } = line();
    for (const note of [1, 2, 3]) {
      sender.short(3, 0x90, note, 1);
      sender.flush();
    }
    for (const index of [0, 0, 2, 1]) receiver.take(wire[index] ?? new Uint8Array());
    expect(heard.map(([, note]) => note)).toEqual([1, 2, 3]);
  });
  it('carries a long SysEx in segments, and drops one with a hole', () => {
    const { sender, heard, deliver, losing, wire } = line();
    const sysex = Uint8Array.from({ length: 3000 }, (_, i) =>
      i === 0 ? 0xf0 : i === 2999 ? 0xf7 : i & 0x7f,
    );
    sender.short(3, 0x90, 1, 1);
    sender.sysex(sysex);
    expect(wire.length).toBeGreaterThan(4);
    deliver();
    expect(heard).toEqual([[0x90, 1, 1], [...sysex]]);
    losing(packet => packet === 8);
    sender.sysex(sysex);
    sender.short(1, 0xf8, 0, 0);
    sender.flush();
    deliver();
    expect(heard.slice(2)).toEqual([[0xf8, 0, 0]]);
  });
  it('starts anew with a peer that began anew', () => {
    const { receiver, heard } = line();
    const other = line(3);
    other.sender.short(3, 0x90, 9, 1);
    other.sender.flush();
    const packet = other.wire[0] ?? new Uint8Array();
    receiver.take(packet);
    const again = Uint8Array.from(packet);
    again[11] = 99;
    again[3] = 2;
    receiver.take(again);
    expect(heard).toHaveLength(2);
  });
  it('survives 20,000 damaged packets', () => {
    const { receiver, sender, wire } = line();
    for (let i = 0; i < 60; i++) {
      sender.short(3, 0x80 | ((i * 7) % 0x70), i, i);
      if (i % 4 === 0) sender.flush();
    }
    sender.sysex(new Uint8Array(1500).fill(1));
    let seed = 5;
    const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) % below;
    let taken = 0;
    for (let i = 0; i < 20_000; i++) {
      const packet = Uint8Array.from(wire[random(wire.length)] ?? []);
      for (let hits = random(6); hits > 0; hits--) packet[random(packet.length)] = random(256);
      if (receiver.take(packet.subarray(0, 1 + random(packet.length)))) taken++;
    }
    expect(taken).toBeGreaterThan(100);
  });
});
