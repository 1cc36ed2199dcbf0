import type { ProblemReport } from '../../../shared/error/problem.ts';
import { type Complain, optionProblem } from '../../../shared/plugin/option-problem.ts';
import { MIDI_CHANNEL_EXAMPLES, MIDI_CHANNEL_HELP } from '../../../shared/midi/channels.ts';
import {
  DETECT_OPTION,
  MIDI_OPTIONS,
  midiSettings,
  type MidiSettings,
  SYSEX_OPTION,
} from '../../../shared/midi/options.ts';
import { isLoopback, readEndpoint } from '../../../shared/net/endpoint.ts';
import type { Options } from '../../../shared/patch/options.ts';
import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import type { OptionSpec } from '../../../shared/plugin/option.ts';
import { readOptions } from '../../../shared/plugin/read-options.ts';

export const GLOBALS = [
  {
    name: 'mdns-name',
    label: 'Name on the network',
    help: 'Announce the sessions of this program under this name, so that others can find and join them. Empty does not announce.',
    kind: 'text',
  },
  {
    name: 'mdns-interface',
    label: 'Network interface',
    help: 'Announce and look for sessions on this interface only (a name such as eth0, or its IPv4 address).',
    kind: 'text',
    advanced: true,
  },
  DETECT_OPTION,
] as const satisfies readonly OptionSpec[];

export const OPTIONS = [
  {
    name: 'mode',
    label: 'Mode',
    help: 'Apple sessions negotiate, keep alive and can be found on the network; direct sends plain RTP-MIDI to known addresses.',
    kind: 'choice',
    default: 'apple',
    choices: [
      { value: 'apple', label: 'AppleMIDI session' },
      { value: 'direct', label: 'Direct' },
    ],
  },
  {
    name: 'bind',
    label: 'Listen on',
    help:
      'HOST [PORT]. In Apple mode PORT is the data port, and the control port is the one before it. Empty listens on ' +
      'this computer only, or, when other computers are named as peers, for these peers alone.',
    kind: 'text',
    placeholder: '0.0.0.0 5005',
  },
  {
    name: 'peer',
    label: 'Peers',
    help: 'HOST PORT of the other end. In Apple mode PORT is its data port, and it is invited.',
    kind: 'text',
    repeat: true,
    placeholder: '10.0.0.2 5005',
  },
  {
    name: 'invite',
    label: 'Invite',
    help: 'Names of sessions on the network to invite; * invites all. Apple mode only.',
    kind: 'text',
    repeat: true,
  },
  {
    name: 'join',
    label: 'Accept',
    help: 'Whose invitations are accepted; * accepts all. Empty refuses, but for peers that are named. Apple mode only.',
    kind: 'text',
    placeholder: '*',
  },
  {
    name: 'learn',
    label: 'Learn peers',
    help: 'Take on whoever sends to us as a peer. Direct mode only.',
    kind: 'boolean',
    default: false,
  },
  {
    name: 'ssrc',
    label: 'SSRC',
    help: 'The number that names our stream; random when empty. 0x... is read as hexadecimal.',
    kind: 'text',
    advanced: true,
  },
  ...MIDI_OPTIONS,
] as const satisfies readonly OptionSpec[];

export const rtpmidiManifest: BackendManifest = {
  kind: 'backend',
  name: 'rtpmidi',
  title: 'MIDI over the network',
  family: 'midi',
  summary: 'RTP-MIDI: AppleMIDI sessions with Macs, iPads, rtpMIDI and hardware, or direct streams.',
  options: OPTIONS,
  freeOptions: SYSEX_OPTION,
  globals: GLOBALS,
  channels: { help: MIDI_CHANNEL_HELP, examples: MIDI_CHANNEL_EXAMPLES },
  limits: [
    'Of the recovery journal the chapters P, C (values), W, N, T and A are written and read; parameter numbers (M), release ' +
      'velocities (E) and the system journal are neither written nor mended, but skipped safely.',
    'Messages are played when they arrive; their time stamps are not used to even out the network.',
    'Time code is sent as full messages, not as running quarter frames.',
  ],
};

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface RtpMidiConfig {
  readonly mode: 'apple' | 'direct';
  readonly bind: Address;
  readonly peers: readonly Address[];
  readonly invite: readonly string[];
  readonly join: string | undefined;
  readonly learn: boolean;
  readonly ssrc: number | undefined;
  readonly settings: MidiSettings;
}

export function readGlobals(globals: Options) {
  const { options } = readOptions({ instance: 'rtpmidi', backend: 'rtpmidi' }, GLOBALS, globals);
  return { mdnsName: options['mdns-name'] ?? '', mdnsInterface: options['mdns-interface'] ?? '' };
}

/** Read an instance's options; what is wrong with them goes to `complain`. */
export function readConfig(
  instance: string,
  given: Options,
  complain: (problem: ProblemReport) => void,
): RtpMidiConfig {
  const owner = { instance, backend: 'rtpmidi' };
  const read = readOptions(owner, OPTIONS, given, SYSEX_OPTION);
  read.problems.forEach(complain);
  const { options } = read;
  const refuse: Complain = (option, reason) => complain(optionProblem(instance, option, reason));
  const peers = options.peer
    .map(text => readEndpoint('peer', text, 5005, refuse))
    .filter(peer => peer !== undefined);
  const nearby = peers.every(peer => isLoopback(peer.host)) && options.invite.length === 0;
  const fallback = { host: nearby ? '127.0.0.1' : '0.0.0.0', port: 0 };
  return {
    mode: options.mode === 'direct' ? 'direct' : 'apple',
    bind: readEndpoint('bind', options.bind, 0, refuse) ?? fallback,
    peers,
    invite: options.invite,
    join: options.join,
    learn: options.learn,
    ssrc: readSsrc(options.ssrc, reason => refuse('ssrc', reason)),
    settings: midiSettings(owner, read, complain),
  };
}

function readSsrc(text: string | undefined, refuse: (reason: string) => void): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 0xffffffff && text.trim() !== '') return number;
  refuse(`is "${text}"; it wants a number of 32 bits`);
  return undefined;
}
