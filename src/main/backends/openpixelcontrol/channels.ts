import { fail } from '../../../shared/error/coded-error.ts';
import type { BackendManifest, ChannelInfo } from '../../../shared/plugin/backend.ts';

/** One colour component of one LED. */
export interface Component {
  /** 1 to 255, or 0 for all strips at once. */
  readonly strip: number;
  /** From 0; red, green and blue of the first LED are 0, 1 and 2. */
  readonly index: number;
}

/** A message holds 65535 bytes: so many components at 8 bit. */
export const MOST_COMPONENTS = 65535;
const COLORS = ['red', 'green', 'blue'] as const;
const SYNTAX = /^(?:strip(\d{1,3})\.)?(channel|red|green|blue)(\d{1,5})$/;
const HELP = 'Write strip<n>.channel<i> or strip<n>.red<led>, for example strip1.channel6 or strip1.blue2';

export const channelHelp: BackendManifest['channels'] = {
  help: 'Optionally strip<n>. (1 to 255; 0 or none for all strips at once, output only), then channel<i> for a component counted from 1, or red<led>, green<led>, blue<led> for a colour of an LED counted from 1.',
  examples: [
    { channel: 'strip1.channel6', meaning: 'the sixth component of strip 1' },
    { channel: 'strip1.blue2', meaning: 'the same: blue of its second LED' },
    { channel: 'red1', meaning: 'red of the first LED of all strips (output only)' },
  ],
};

/** Read a channel, or say why it is none. */
export function parseComponent(text: string): Component | string {
  const match = SYNTAX.exec(text);
  if (!match) return 'it does not follow the syntax';
  const strip = Number(match[1] ?? 0);
  const number = Number(match[3]);
  const color = COLORS.indexOf(match[2] as (typeof COLORS)[number]);
  const index = color < 0 ? number - 1 : (number - 1) * 3 + color;
  if (strip > 255) return 'strips count from 0 to 255';
  if (number < 1) return 'channels and LEDs count from 1';
  if (index >= MOST_COMPONENTS) return `a strip has at most ${MOST_COMPONENTS} components`;
  return { strip, index };
}

/** The canonical spelling. */
export function componentName({ strip, index }: Component): string {
  return `${strip === 0 ? '' : `strip${strip}.`}channel${index + 1}`;
}

export function refuseComponent(instance: string, channel: string, reason: string): Error {
  return fail('backend.bad-channel', { instance, channel, reason, help: HELP });
}

/** Read a channel or throw `backend.bad-channel`. */
export function componentOf(instance: string, channel: string): Component {
  const component = parseComponent(channel);
  if (typeof component === 'string') throw refuseComponent(instance, channel, component);
  return component;
}

export function describeComponent(component: Component): ChannelInfo {
  const { strip, index } = component;
  const where = strip === 0 ? 'All strips' : `Strip ${strip}`;
  const label = `${where}, LED ${Math.floor(index / 3) + 1} ${COLORS[index % 3]}`;
  return { name: componentName(component), label, source: strip !== 0, target: true, min: 0, max: 1 };
}

/** Channels that complete `text`: components of the strip that is named, or of strip 1. */
export function suggestComponents(text: string, limit: number): ChannelInfo[] {
  const match = /^(?:strip(\d{1,3})\.)?([a-z]*)(\d*)$/.exec(text);
  const [, strip = '1', word = '', digits = ''] = match ?? [];
  if ('strip'.startsWith(word) || word === '' || 'channel'.startsWith(word))
    return components(strip, -1, digits, limit);
  const color = COLORS.findIndex(name => name.startsWith(word));
  return color < 0 ? [] : components(strip, color, digits, limit);
}

/** Components whose number starts with `digits`; of one colour, or all when `color` is -1. */
function components(strip: string, color: number, digits: string, limit: number): ChannelInfo[] {
  const found: ChannelInfo[] = [];
  for (let number = 1; number <= 1024 && found.length < limit; number++) {
    if (!String(number).startsWith(digits)) continue;
    const index = color < 0 ? number - 1 : (number - 1) * 3 + color;
    found.push(describeComponent({ strip: Math.min(255, Number(strip)), index }));
  }
  return found;
}
