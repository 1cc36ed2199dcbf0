// Every codec that reads what strangers send, each with sound inputs to begin from.
import * as artnet from '../../src/main/backends/artnet/codec.ts';
import { makePollReply, readPollReply } from '../../src/main/backends/artnet/poll-reply.ts';
import { frameOf, FrameParser, Label } from '../../src/main/backends/dmxusb/codec.ts';
import * as maweb from '../../src/main/backends/maweb/protocol.ts';
import { decodeText, PLAIN } from '../../src/main/backends/mqtt/codec.ts';
import { parseTopic } from '../../src/main/backends/mqtt/channels.ts';
import * as opc from '../../src/main/backends/openpixelcontrol/codec.ts';
import { isSessionCommand, parseCommand, writeCommand } from '../../src/main/backends/rtpmidi/apple.ts';
import { RtpReceiver } from '../../src/main/backends/rtpmidi/receiver.ts';
import { RtpSender } from '../../src/main/backends/rtpmidi/sender.ts';
import * as sacn from '../../src/main/backends/sacn/codec.ts';
import { parseCid } from '../../src/main/backends/sacn/cid.ts';
import { INQUIRIES } from '../../src/main/backends/visca/camera.ts';
import * as visca from '../../src/main/backends/visca/codec.ts';
import { makeReset, unwrap, wrap } from '../../src/main/backends/visca/sony.ts';
import { Namespace } from '../../src/main/views/oscquery/namespace.ts';
import { OscInput } from '../../src/main/views/oscquery/osc-input.ts';
import { MidiDecoder } from '../../src/shared/midi/decoder.ts';
import { MidiStreamParser } from '../../src/shared/midi/stream-parser.ts';
import { matchSysex, parseTemplate } from '../../src/shared/midi/sysex-template.ts';
import { fullFrame, timeOfFrame } from '../../src/shared/midi/time-code.ts';
import { encodePacket } from '../../src/shared/osc/encode.ts';

export interface CodecTarget {
  readonly name: string;
  readonly samples: readonly Uint8Array[];
  /** Read an input; throws when what it read cannot be. */
  feed(bytes: Uint8Array): void;
}

const text = (value: string) => new TextEncoder().encode(value);

/** Fail loudly: the fuzzer catches nothing. */
function ensure(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

function artnetTarget(): CodecTarget {
  const header: artnet.DmxHeader = { sequence: 0, physical: 0, portAddress: 0, count: 0 };
  const reply = makePollReply({
    ...{ ip: [10, 0, 0, 1], port: 6454, shortName: 'node', longName: 'a node', report: 'fine', bindIndex: 1 },
    ports: [{ portAddress: 0x123, output: true, input: true }],
  });
  return {
    name: 'artnet',
    samples: [artnet.makeDmx(1), artnet.makePoll(), artnet.makeSync(), reply],
    feed: bytes => {
      artnet.opcodeOf(bytes);
      if (artnet.readDmx(bytes, header)) {
        ensure(header.count <= bytes.length - artnet.DMX_HEADER, 'more slots than the packet holds');
      }
      artnet.readPoll(bytes);
      readPollReply(bytes);
      artnet.isSync(bytes);
    },
  };
}

function sacnTarget(): CodecTarget {
  const cid = new Uint8Array(16).fill(7);
  const header = sacn.emptyHeader();
  const list = { name: 'desk', page: 0, lastPage: 0, universes: [1, 2, 3] };
  return {
    name: 'sacn',
    samples: [
      sacn.makeData({ cid, name: 'desk', universe: 1, priority: 100 }),
      sacn.makeSync(cid, 7),
      sacn.makeDiscovery(cid, list),
      text('00112233-4455-6677-8899-aabbccddeeff'),
    ],
    feed: bytes => {
      sacn.kindOf(bytes);
      if (sacn.readData(bytes, header)) {
        ensure(header.count <= bytes.length - sacn.DATA_HEADER, 'more slots than the packet holds');
      }
      sacn.readSync(bytes);
      const found = sacn.readDiscovery(bytes);
      ensure(found === undefined || found.universes.length <= sacn.PAGE, 'too many universes');
      parseCid(new TextDecoder().decode(bytes));
    },
  };
}

function opcTarget(): CodecTarget {
  const reader = new opc.MessageReader((_strip, _command, data, offset, length) => {
    ensure(offset + length <= data.length, 'a message beyond its buffer');
  });
  const levels = Uint16Array.from({ length: 60 }, (_, i) => i * 1000);
  return {
    name: 'openpixelcontrol',
    samples: [opc.makeMessage(1, levels, 60, true), opc.makeMessage(0, levels, 60, false)],
    feed: bytes => reader.push(bytes),
  };
}

function viscaTarget(): CodecTarget {
  const limits = { pan: 0x990, tilt: 0x510, zoom: 0x4000, focus: 0x4000, deadzone: 0.1 };
  const reader = new visca.MessageReader(
    message => {
      const answer = visca.readAnswer(message);
      if (answer.kind !== 'value') return;
      for (const inquiry of INQUIRIES) {
        for (const [name, value] of inquiry.read(answer.data, limits) ?? []) {
          ensure(value >= 0 && value <= 1, `${name} is ${value}`);
        }
      }
    },
    () => undefined,
  );
  const position = Uint8Array.of(0x90, 0x50, 0, 9, 9, 0, 15, 10, 15, 0, 0xff);
  return {
    name: 'visca',
    samples: [position, Uint8Array.of(0x90, 0x41, 0xff), makeReset(), wrap(0x0111, 5, position)],
    feed: bytes => {
      const packet = unwrap(bytes);
      reader.push(packet?.kind === 'reply' ? packet.payload : bytes);
    },
  };
}

function mqttTarget(): CodecTarget {
  return {
    name: 'mqtt',
    samples: ['0.5', 'on', '{"a":[1]}', 'stage/fader#a.b[0]["c d"]', '-1e9', 'range 0 1'].map(text),
    feed: bytes => {
      const read = new TextDecoder().decode(bytes);
      const value = decodeText(read, PLAIN);
      ensure(value === undefined || (value >= 0 && value <= 1), `"${read}" is ${value}`);
      parseTopic(read);
    },
  };
}

function dmxusbTarget(): CodecTarget {
  const parser = new FrameParser((_label, data) => ensure(data.length <= 600, 'a frame is too long'));
  return {
    name: 'dmxusb',
    samples: [frameOf(Label.send, new Uint8Array(513)), frameOf(Label.serial), frameOf(77, [1, 2])],
    feed: bytes => parser.feed(bytes),
  };
}

function midiTarget(): CodecTarget {
  const inRange = (_key: number, value: number) => ensure(value >= 0 && value <= 1, 'a value beyond 0..1');
  const template = parseTemplate('41 10 42 12 40 00 04 v sum5');
  const decodedSysex = (bytes: Uint8Array) => void (template.ok && matchSysex(template.template, bytes));
  let now = 0;
  const sink = { value: inRange, reading: inRange, encoder: () => undefined, decodedSysex };
  const decoder = new MidiDecoder(sink, () => now++);
  const parser = new MidiStreamParser(decoder);
  const nrpn = Uint8Array.of(0xb0, 99, 1, 98, 2, 6, 3, 38, 4, 96, 0, 7, 1, 39, 2);
  return {
    name: 'midi',
    samples: [
      nrpn,
      fullFrame(timeOfFrame(123_456, 2)),
      Uint8Array.of(0x90, 60, 1, 61, 0, 0xf8, 0xf1, 0x23, 0xf2, 1, 2),
    ],
    feed: bytes => {
      parser.feed(bytes);
      if ((now & 15) === 0) decoder.settle();
    },
  };
}

function rtpmidiTarget(): CodecTarget {
  const samples: Uint8Array[] = [writeCommand({ type: 'CK', ssrc: 1, count: 0, times: [1n, 0n, 0n] })];
  const transmit = (packet: Uint8Array) => void samples.push(packet.slice());
  const sender = new RtpSender({ ssrc: 3, timestamp: () => 0, transmit }, 1);
  for (let i = 0; i < 40; i++) sender.short(3, 0x80 | ((i * 7) % 0x40), i, i);
  sender.sysex(new Uint8Array(1500).fill(1));
  sender.short(3, 0xe0, 1, 2);
  sender.flush();
  const receiver = new RtpReceiver({
    short: (status, data1, data2) => ensure(status >= 0x80 && data1 < 128 && data2 < 128, 'no MIDI message'),
    sysex: bytes => ensure(bytes[0] === 0xf0 && bytes.at(-1) === 0xf7, 'no SysEx'),
  });
  return {
    name: 'rtpmidi',
    samples,
    feed: bytes => {
      if (isSessionCommand(bytes)) parseCommand(bytes);
      receiver.take(bytes);
    },
  };
}

function mawebTarget(): CodecTarget {
  const fader = { v: 0.5, min: 0, max: 1 };
  const items = [[{ iExec: 3, isRun: 1, executorBlocks: [{ fader }] }]];
  const playbacks = { responseType: 'playbacks', iPage: 0, itemGroups: [{ itemsType: 2, items }] };
  return {
    name: 'maweb',
    samples: [playbacks, { status: 'server ready', appType: 'gma2' }, { session: 4, forceLogin: true }].map(
      message => text(JSON.stringify(message)),
    ),
    feed: bytes => {
      const message = maweb.parseMessage(new TextDecoder().decode(bytes));
      for (const { value } of message?.playbacks ?? [])
        ensure(value >= 0 && value <= 1, 'a value beyond 0..1');
    },
  };
}

function oscQueryTarget(): CodecTarget {
  const channels = Array.from({ length: 2000 }, (_, index) => ({
    ...{ index, instance: 'synth', channel: `c${index}`, source: false, target: true },
    writable: index % 2 === 0,
  }));
  const input = new OscInput({
    namespace: new Namespace(channels, []),
    write: values => {
      for (const [index, value] of values)
        ensure(index % 2 === 0 && value >= 0 && value <= 1, 'a value for nobody, or beyond 0..1');
    },
  });
  const message = { address: '/synth/c0', args: [{ type: 'f', value: 0.5 }] } as const;
  const exact = { address: '/synth/c1998', args: [{ type: 'd', value: 2 }] } as const;
  const bundle = { time: 1n, elements: [message, { time: 1n, elements: [exact, message] }] };
  return {
    name: 'oscquery',
    samples: [message, exact, bundle].map(encodePacket),
    feed: bytes => input.packet(bytes, () => undefined),
  };
}

export const CODEC_TARGETS: readonly CodecTarget[] = [
  artnetTarget(),
  sacnTarget(),
  opcTarget(),
  viscaTarget(),
  mqttTarget(),
  dmxusbTarget(),
  midiTarget(),
  rtpmidiTarget(),
  mawebTarget(),
  oscQueryTarget(),
];
