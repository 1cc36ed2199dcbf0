import type { OptionSpec } from '../plugin/option.ts';
import type { Complain } from '../plugin/option-problem.ts';
import { type Endpoint, readEndpoint } from '../net/endpoint.ts';

/** Which network of the backend an instance uses; see `pickBind`. */
export const INTERFACE_OPTION = {
  name: 'interface',
  label: 'Interface',
  help: 'Which "Listen on" line of the backend is used, counted from 0.',
  kind: 'number',
  default: 0,
  min: 0,
  max: 63,
  advanced: true,
} as const satisfies OptionSpec;

/** What the option of `detectOption` reads into. */
export type Detect = 'off' | 'on' | 'verbose';

/** Write to the log what no instance uses. `sender` is what the protocol calls one: "source". */
export function detectOption(sender: string) {
  return {
    name: 'detect',
    label: 'Log what arrives',
    help: `Write to the log which universes arrive that no instance uses; "verbose" names each ${sender}.`,
    kind: 'choice',
    default: 'off',
    choices: [
      { value: 'off', label: 'Off' },
      { value: 'on', label: 'Universes' },
      { value: 'verbose', label: `Universes and ${sender}s` },
    ],
    advanced: true,
  } as const satisfies OptionSpec;
}

/** Which of several senders counts; `when` is the first half of the help. */
export function mergeOption(senders: string, when: string) {
  return {
    name: 'merge',
    label: `Merge of ${senders}`,
    help: `${when}: the highest level counts (HTP), or the latest change (LTP).`,
    kind: 'choice',
    default: 'htp',
    choices: [
      { value: 'htp', label: 'Highest (HTP)' },
      { value: 'ltp', label: 'Latest (LTP)' },
    ],
  } as const satisfies OptionSpec;
}

/** How often a universe is sent. `keepAlive` is when an unchanged frame is repeated, ms, at most `most`. */
export function rateOptions(
  receivers: string,
  keepAlive: { readonly default: number; readonly most: number },
) {
  return [
    {
      name: 'realtime',
      label: 'Send each change at once',
      help: `No limit of the frame rate: no value is merged with the next one. Many ${receivers} cannot follow.`,
      kind: 'boolean',
      default: false,
    },
    {
      name: 'refresh',
      label: 'Most frames per second',
      help: 'DMX itself carries 44 frames a second. Not used with "Send each change at once".',
      kind: 'number',
      default: 44,
      min: 1,
      max: 1000,
      unit: 'Hz',
      advanced: true,
    },
    {
      name: 'keepalive',
      label: 'Repeat after',
      help: 'An unchanged frame is sent again after this time.',
      kind: 'number',
      default: keepAlive.default,
      min: 50,
      max: keepAlive.most,
      unit: 'ms',
      advanced: true,
    },
  ] as const satisfies readonly OptionSpec[];
}

/** The line of `bind` that an instance's `interface` picks; undefined, and a complaint, when there is no good one. */
export function pickBind(
  lines: readonly string[],
  index: number,
  port: number,
  complain: Complain,
): Endpoint | undefined {
  const line = lines[index];
  if (line === undefined) {
    complain('interface', `is ${index}, but the backend has ${lines.length} "bind" line(s)`);
    return undefined;
  }
  return readEndpoint('bind', line, port, complain);
}
