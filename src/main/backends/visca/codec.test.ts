import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Camera, INQUIRIES } from './camera.ts';
import { parseChannel, suggestChannels } from './channels.ts';
import { fromNibbles, fromSigned, makeMessage, MessageReader, readAnswer, toNibbles } from './codec.ts';
import { makeReset, unwrap, wrap } from './sony.ts';

const limits = { pan: 0x990, tilt: 0x510, zoom: 0x4000, focus: 0x4000, deadzone: 0.1 };
const hex = (body: readonly number[] | undefined) => Buffer.from(body ?? []).toString('hex');
const send = (camera: Camera, name: string, value: number) => {
  const channel = parseChannel(name);
  if (typeof channel === 'string') throw new Error(channel);
  return hex(camera.command(channel, value)?.body);
};

describe('commands', () => {
  it.each([
    ['power', 1, '01040002'],
    ['power', 0, '01040003'],
    ['zoom', 0.5, '01044702000000'],
    ['focus', 1, '01044804000000'],
    ['autofocus', 1, '01043802'],
    ['autofocus', 0, '01043803'],
    ['wb.auto', 1, '01043500'],
    ['wb.red', 1, '01044300000f0f'],
    ['wb.blue', 0, '01044400000000'],
    ['home', 1, '010604'],
    ['memory7', 1, '01043f0207'],
    ['store254', 1, '01043f01fe'],
    ['memory7', 0.5, ''],
    ['home', 0, ''],
    ['pan', 1, '01060218140009090000000000'],
    ['pan', 0, '010602181' + '40f06070000000000'],
    ['tilt', 1, '01060218140000000000050100'],
    ['move.left', 1, '01060118010103'],
    ['move.up', 0.5, '010601010a0301'],
    ['move.x', 0.75, '0106010c010203'],
    ['move.y', 0, '01060101140302'],
    ['move.x', 0.54, '01060101010303'],
    ['zoom.move', 1, '01040727'],
    ['zoom.move', 0.5, '01040700'],
    ['focus.move', 0, '01040837'],
    ['panspeed', 0.5, ''],
  ])('%s at %f is %s', (name, value, expected) => {
    const got = send(new Camera(limits), name, value);
    // The zoom and focus bodies have exactly four nibbles.
    expect(got).toBe(/^0104(47|48)/.test(expected) ? expected.slice(0, 14) : expected);
  });
  it('keeps the other axis, with the speed that was set', () => {
    const camera = new Camera(limits);
    send(camera, 'tilt', 1);
    send(camera, 'panspeed', 0.5);
    expect(send(camera, 'pan', 1)).toBe('0106020c140009090000050100');
  });
  it('takes what it read back for the axis that it does not move', () => {
    const camera = new Camera(limits);
    camera.learn('tilt', 1);
    expect(send(camera, 'pan', 0.5)).toBe('01060218140000000000050100');
  });
  it('stops driving and knows whether it drives', () => {
    const camera = new Camera(limits);
    send(camera, 'move.left', 1);
    expect(camera.driving).toBe(true);
    expect(send(camera, 'stop', 1)).toBe('01060101010303');
    expect(camera.driving).toBe(false);
  });
  it('restores positions and switches, not presets', () => {
    const camera = new Camera(limits);
    for (const name of ['pan', 'tilt', 'zoom', 'memory1', 'home', 'power']) send(camera, name, 1);
    expect(camera.restore().map(command => command.key)).toEqual(['position', 'zoom', 'power']);
  });
});

describe('numbers', () => {
  it('reads the nibbles it writes', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), value => {
        const nibbles = Uint8Array.from(toNibbles(value, 4));
        expect(fromNibbles(nibbles, 0, 4)).toBe(value);
        expect(fromSigned(nibbles, 0)).toBe(value > 0x7fff ? value - 0x10000 : value);
        expect(fromNibbles(nibbles, 1, 4)).toBeUndefined();
      }),
    );
  });
  it('reads back the position it sends', () => {
    const step = fc.integer({ min: -0x990, max: 0x990 });
    const position = INQUIRIES.find(one => one.name === 'position');
    fc.assert(
      fc.property(step, pan => {
        const value = (pan / limits.pan + 1) / 2;
        const body = Buffer.from(send(new Camera(limits), 'pan', value), 'hex');
        const [read] = position?.read(body.subarray(5), limits) ?? [];
        expect(read?.[0]).toBe('pan');
        expect(read?.[1]).toBeCloseTo(value, 10);
      }),
    );
  });
});

describe('messages', () => {
  it('cuts a stream at its ends, whatever the chunks', () => {
    const bodies = fc.array(fc.array(fc.nat(0xfe), { maxLength: 12 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        bodies,
        fc.integer({ min: 1, max: 9 }),
        (camera, list, size) => {
          const got: string[] = [];
          const reader = new MessageReader(
            message => void got.push(Buffer.from(message).toString('hex')),
            () => void got.push('malformed'),
          );
          const stream = Buffer.concat(list.map(body => makeMessage(camera, body)));
          for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
          const expected = list.map(body => (body.length === 0 ? 'malformed' : `8${camera}${hex(body)}`));
          expect(got).toEqual(expected);
        },
      ),
    );
  });
  it('skips what is too long and goes on', () => {
    let malformed = 0;
    const got: number[] = [];
    const reader = new MessageReader(
      message => void got.push(message.length),
      () => void malformed++,
    );
    reader.push(new Uint8Array(1000).fill(0x90));
    reader.push(Uint8Array.of(0xff, 0x90, 0x41, 0xff));
    expect([malformed, got]).toEqual([1, [2]]);
  });
  it('knows answers', () => {
    const kind = (...bytes: number[]) => readAnswer(Uint8Array.from([0x90, ...bytes])).kind;
    expect([kind(0x41), kind(0x51), kind(0x50, 2), kind(0x60, 2), kind(0x38)]).toEqual([
      'ack',
      'done',
      'value',
      'error',
      'other',
    ]);
  });
  it('reads the Sony header it writes, and trusts no length', () => {
    const payload = Uint8Array.of(0x90, 0x41, 0xff);
    const packet = wrap(0x0111, 0xfffffffe, payload);
    expect(unwrap(packet)).toEqual({ kind: 'reply', sequence: 0xfffffffe, payload });
    expect(unwrap(packet.subarray(0, 10))).toBeUndefined();
    expect(unwrap(packet.subarray(0, 7))).toBeUndefined();
    expect([...makeReset()]).toEqual([2, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(unwrap(Uint8Array.of(2, 1, 0, 2, 0, 0, 0, 0, 0x0f, 1))).toEqual({ kind: 'out-of-sequence' });
  });
});

describe('channels', () => {
  it.each(['', 'pan1', 'memory', 'memory255', 'move', 'constructor', 'store1.5'])('refuses %j', text => {
    expect(typeof parseChannel(text)).toBe('string');
  });
  it('suggests', () => {
    const names = suggestChannels('move.', 3).map(channel => channel.name);
    expect(names).toEqual(['move.left', 'move.right', 'move.up']);
    expect(suggestChannels('memory99', 3).map(channel => channel.name)).toEqual(['memory99']);
  });
});

describe('fuzz', () => {
  it('survives 20,000 chunks', () => {
    const reader = new MessageReader(
      message => void readAnswer(message),
      () => undefined,
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), noise => {
        reader.push(noise);
        unwrap(noise);
        for (const inquiry of INQUIRIES) {
          for (const [name, value] of inquiry.read(noise, limits) ?? []) {
            if (!(value >= 0 && value <= 1)) throw new Error(`${name} is ${value}`);
          }
        }
      }),
      { numRuns: 20_000 },
    );
  });
});
