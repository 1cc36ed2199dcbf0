import { fail } from '../../../shared/error/coded-error.ts';
import type { ChannelInfo } from '../../../shared/plugin/backend.ts';
import { codeOf, eventKey, EventType, type EventTypeName, nameOf, namesOf } from './codes.ts';

/** A channel of an event device, or of a joystick device. */
export interface InputChannel {
  readonly name: string;
  /** `eventKey` of what it stands for; joystick axes and buttons have types of their own. */
  readonly key: number;
  readonly type: number;
  readonly code: number;
}

/** Types of joystick devices (`/dev/input/js*`); they are no types of the kernel's event interface. */
export const JS_BUTTON = 0x100;
export const JS_AXIS = 0x101;

const EVENT = /^(EV_[A-Z]+)\.([A-Z0-9_]+)$/;
const JOYSTICK = /^(axis|button)(\d{1,3})$/;

/** Read `EV_KEY.KEY_A`, `EV_ABS.0`, `axis0`, `button3`; throws `backend.bad-channel`. */
export function parseInputChannel(instance: string, channel: string): InputChannel {
  const joystick = JOYSTICK.exec(channel);
  if (joystick) return make(joystick[1] === 'axis' ? JS_AXIS : JS_BUTTON, Number(joystick[2]) & 0xff);
  const match = EVENT.exec(channel);
  const type = match?.[1] as EventTypeName | undefined;
  if (!match || !type || !Object.hasOwn(EventType, type)) {
    throw bad(
      instance,
      channel,
      `it is neither <type>.<code> with a type of ${Object.keys(EventType).join(', ')} nor axis<n> nor button<n>`,
    );
  }
  const code = codeOf(type, match[2] ?? '');
  if (code === undefined) throw bad(instance, channel, `there is no code "${match[2]}" of the type ${type}`);
  return make(EventType[type], code);
}

function make(type: number, code: number): InputChannel {
  return { name: channelName(type, code), key: eventKey(type, code), type, code };
}

function bad(instance: string, channel: string, reason: string): Error {
  return fail('backend.bad-channel', {
    instance,
    channel,
    reason,
    help: 'For example EV_KEY.KEY_A or axis0.',
  });
}

/** The canonical name. */
export function channelName(type: number, code: number): string {
  if (type === JS_AXIS) return `axis${code}`;
  if (type === JS_BUTTON) return `button${code}`;
  const name = (Object.keys(EventType) as EventTypeName[]).find(one => EventType[one] === type) ?? 'EV_KEY';
  return `${name}.${nameOf(type, code)}`;
}

export function inputChannelInfo(channel: InputChannel): ChannelInfo {
  const isLed = channel.type === EventType.EV_LED;
  return { name: channel.name, label: labelOf(channel), source: !isLed, target: isLed, min: 0, max: 1 };
}

function labelOf({ type, code }: InputChannel): string {
  if (type === JS_AXIS) return `Axis ${code}`;
  if (type === JS_BUTTON) return `Button ${code}`;
  const words = nameOf(type, code).replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Channels whose names contain the text, those that begin with it first. */
export function suggestInputChannels(text: string, limit: number): ChannelInfo[] {
  const wanted = text.toLowerCase();
  const events = (Object.keys(EventType) as EventTypeName[]).flatMap(type =>
    namesOf(type).map(name => `${type}.${name}`),
  );
  const numbers = Array.from({ length: 8 }, (_, i) => i);
  const all = [...numbers.map(i => `axis${i}`), ...numbers.map(i => `button${i}`), ...events];
  const fits = all.filter(name => name.toLowerCase().includes(wanted));
  const rank = (name: string) => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
  fits.sort((a, b) => rank(a) - rank(b));
  return fits.slice(0, limit).map(name => inputChannelInfo(parseInputChannel('', name)));
}
