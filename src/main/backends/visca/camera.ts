import { fromNibbles, fromSigned, toNibbles } from './codec.ts';
import type { PlainName, ViscaChannel } from './channels.ts';

/** How far a camera moves and what counts as standing still. */
export interface Limits {
  /** Steps from the middle to either side. */
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
  readonly focus: number;
  /** Values so near to rest stop a drive, 0 to 1. */
  readonly deadzone: number;
}

/** A command body and the name under which a newer one replaces it while it waits; empty: it is never replaced. */
export interface Command {
  readonly key: string;
  readonly body: readonly number[];
}

const PAN_SPEEDS = 0x18;
const TILT_SPEEDS = 0x14;
const STANDING = 0x03;
/** Events above this press a button, as in MIDIMonster. */
const PRESSED = 0.9;

/** What was asked of the camera; turns events into commands. */
export class Camera {
  readonly #values = new Map<PlainName, number>();
  /** Channels that a command was made from, for `restore`. */
  readonly #written = new Set<PlainName>();

  constructor(private readonly limits: Limits) {}

  /** The command for an event; undefined when there is nothing to send. */
  command(channel: ViscaChannel, value: number): Command | undefined {
    if (channel.kind === 'memory' || channel.kind === 'store') {
      const verb = channel.kind === 'memory' ? 0x02 : 0x01;
      return value > PRESSED ? { key: '', body: [0x01, 0x04, 0x3f, verb, channel.preset] } : undefined;
    }
    if (channel.kind === 'home') return value > PRESSED ? { key: '', body: [0x01, 0x06, 0x04] } : undefined;
    if (channel.kind === 'stop') return value > PRESSED ? this.stop() : undefined;
    this.#values.set(channel.kind, value);
    this.#written.add(channel.kind);
    return this.#plain(channel.kind, value);
  }

  /** What is known of the camera, taken over when only one of pan and tilt is then moved. */
  learn(name: PlainName, value: number): void {
    if (!this.#written.has(name)) this.#values.set(name, value);
  }

  /** Stop driving. */
  stop(): Command {
    for (const name of this.#values.keys()) if (name.startsWith('move.')) this.#values.delete(name);
    return this.#drive();
  }

  /** The camera is moving because it was told so. */
  get driving(): boolean {
    const [x, y] = this.#velocity();
    return x !== 0 || y !== 0;
  }

  /** The commands that bring a camera that came back to where it should be. Presets and home are not repeated. */
  restore(): Command[] {
    const commands = new Map<string, Command>();
    for (const name of this.#written) {
      const command = this.#plain(name, this.#values.get(name) ?? 0);
      if (command) commands.set(command.key, command);
    }
    return [...commands.values()];
  }

  #plain(name: PlainName, value: number): Command | undefined {
    const { zoom, focus } = this.limits;
    switch (name) {
      case 'pan':
      case 'tilt':
        return this.#position();
      case 'zoom':
        return { key: name, body: [0x01, 0x04, 0x47, ...toNibbles(Math.round(value * zoom), 4)] };
      case 'focus':
        return { key: name, body: [0x01, 0x04, 0x48, ...toNibbles(Math.round(value * focus), 4)] };
      case 'zoom.move':
        return { key: name, body: [0x01, 0x04, 0x07, this.#rocker(value)] };
      case 'focus.move':
        return { key: name, body: [0x01, 0x04, 0x08, this.#rocker(value)] };
      case 'autofocus':
        return { key: name, body: [0x01, 0x04, 0x38, value > 0.5 ? 0x02 : 0x03] };
      case 'wb.auto':
        return { key: name, body: [0x01, 0x04, 0x35, value > 0.5 ? 0x00 : 0x05] };
      case 'wb.red':
        return { key: name, body: [0x01, 0x04, 0x43, 0, 0, ...toNibbles(Math.round(value * 255), 2)] };
      case 'wb.blue':
        return { key: name, body: [0x01, 0x04, 0x44, 0, 0, ...toNibbles(Math.round(value * 255), 2)] };
      case 'power':
        return { key: name, body: [0x01, 0x04, 0x00, value > 0.5 ? 0x02 : 0x03] };
      case 'panspeed':
      case 'tiltspeed':
        // Speeds go with the next movement; while driving that is now.
        return this.driving ? this.#drive() : undefined;
      default:
        return this.#drive();
    }
  }

  #position(): Command {
    const { pan, tilt } = this.limits;
    const x = Math.round((this.#value('pan', 0.5) * 2 - 1) * pan);
    const y = Math.round((this.#value('tilt', 0.5) * 2 - 1) * tilt);
    const speeds = [this.#speed('panspeed', 1, PAN_SPEEDS), this.#speed('tiltspeed', 1, TILT_SPEEDS)];
    return { key: 'position', body: [0x01, 0x06, 0x02, ...speeds, ...toNibbles(x, 4), ...toNibbles(y, 4)] };
  }

  #drive(): Command {
    const [x, y] = this.#velocity();
    const speeds = [
      this.#speed('panspeed', Math.abs(x), PAN_SPEEDS),
      this.#speed('tiltspeed', Math.abs(y), TILT_SPEEDS),
    ];
    const horizontal = x === 0 ? STANDING : x < 0 ? 0x01 : 0x02;
    const vertical = y === 0 ? STANDING : y > 0 ? 0x01 : 0x02;
    return { key: 'drive', body: [0x01, 0x06, 0x01, ...speeds, horizontal, vertical] };
  }

  /** Right and up are positive, from -1 to 1; 0 within the deadzone. */
  #velocity(): readonly [number, number] {
    const axis = (stick: PlainName, plus: PlainName, minus: PlainName) => {
      const tilted = this.#alive(this.#value(stick, 0.5) * 2 - 1);
      return tilted !== 0 ? tilted : this.#alive(this.#value(plus, 0) - this.#value(minus, 0));
    };
    return [axis('move.x', 'move.right', 'move.left'), axis('move.y', 'move.up', 'move.down')];
  }

  #alive(velocity: number): number {
    return Math.abs(velocity) <= this.limits.deadzone ? 0 : velocity;
  }

  /** Zoom and focus drives: 0 stops, 0x20 and 0x30 with a speed of 0 to 7. */
  #rocker(value: number): number {
    const velocity = this.#alive(value * 2 - 1);
    if (velocity === 0) return 0;
    return (velocity > 0 ? 0x20 : 0x30) | Math.round(Math.abs(velocity) * 7);
  }

  #speed(name: 'panspeed' | 'tiltspeed', share: number, most: number): number {
    return Math.max(1, Math.round(this.#value(name, 1) * share * most));
  }

  #value(name: PlainName, otherwise: number): number {
    return this.#values.get(name) ?? otherwise;
  }
}

/** A question to the camera and what its answer means. */
export interface Inquiry {
  readonly name: string;
  readonly body: readonly number[];
  /** Channels that the answer tells; undefined when it cannot be understood. */
  read(data: Uint8Array, limits: Limits): readonly (readonly [name: PlainName, value: number])[] | undefined;
}

function inquiry(
  name: PlainName,
  code: number,
  read: (data: Uint8Array, limits: Limits) => number | undefined,
): Inquiry {
  return {
    name,
    body: [0x09, 0x04, code],
    read: (data, limits) => {
      const value = read(data, limits);
      return value === undefined ? undefined : [[name, Math.min(1, Math.max(0, value))]];
    },
  };
}
const scaled = (data: Uint8Array, at: number, count: number, most: number): number | undefined => {
  const value = fromNibbles(data, at, count);
  return value === undefined ? undefined : value / most;
};
const matches = (data: Uint8Array, on: number) => (data.length < 1 ? undefined : data[0] === on ? 1 : 0);

export const POWER = inquiry('power', 0x00, data => matches(data, 0x02));

export const INQUIRIES: readonly Inquiry[] = [
  POWER,
  {
    name: 'position',
    body: [0x09, 0x06, 0x12],
    read: (data, { pan, tilt }) => {
      const [x, y] = [fromSigned(data, 0), fromSigned(data, 4)];
      if (x === undefined || y === undefined) return undefined;
      const share = (steps: number, most: number) => Math.min(1, Math.max(0, (steps / most + 1) / 2));
      return [
        ['pan', share(x, pan)],
        ['tilt', share(y, tilt)],
      ];
    },
  },
  inquiry('zoom', 0x47, (data, { zoom }) => scaled(data, 0, 4, zoom)),
  inquiry('focus', 0x48, (data, { focus }) => scaled(data, 0, 4, focus)),
  inquiry('autofocus', 0x38, data => matches(data, 0x02)),
  inquiry('wb.auto', 0x35, data => matches(data, 0x00)),
  inquiry('wb.red', 0x43, data => scaled(data, 2, 2, 255)),
  inquiry('wb.blue', 0x44, data => scaled(data, 2, 2, 255)),
];

/** The question that tells a channel. */
export function inquiryFor(name: PlainName): Inquiry | undefined {
  const wanted = name === 'pan' || name === 'tilt' ? 'position' : name;
  return INQUIRIES.find(one => one.name === wanted);
}
