import { createHash } from 'node:crypto';
import type { Control, MaChannel } from './channels.ts';

/** Which console answers; its web remotes differ in details. */
export type Console = 'gma2' | 'dot2';

/** What the console says, as far as it matters here. */
export interface ConsoleMessage {
  /** It is ready to give a session. */
  readonly ready?: Console;
  /** The number of our session; negative when there is none to be had. */
  readonly session?: number;
  readonly wantsLogin?: boolean;
  /** The login was accepted or refused. */
  readonly login?: boolean;
  readonly playbacks?: readonly PlaybackValue[];
}

/** The state of an executor. */
export interface PlaybackValue {
  readonly control: 'fader' | 'button';
  readonly page: number;
  readonly index: number;
  /** Of a fader its position, of a button 1 while it runs. */
  readonly value: number;
}

type Json = Readonly<Record<string, unknown>>;

/** Read a message; undefined when it is none. */
export function parseMessage(text: string): ConsoleMessage | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(message)) return undefined;
  const type = message['responseType'];
  return {
    ...(typeof message['status'] === 'string' && typeof message['appType'] === 'string'
      ? { ready: message['appType'].startsWith('dot2') ? 'dot2' : 'gma2' }
      : {}),
    ...(typeof message['session'] === 'number' ? { session: message['session'] } : {}),
    ...(message['forceLogin'] === true ? { wantsLogin: true } : {}),
    ...(type === 'login' ? { login: message['result'] === true } : {}),
    ...(type === 'playbacks' ? { playbacks: readPlaybacks(message) } : {}),
  };
}

function readPlaybacks(message: Json): PlaybackValue[] {
  const page = numberOf(message['iPage']) ?? 0;
  const found: PlaybackValue[] = [];
  for (const group of listOf(message['itemGroups'])) {
    if (!isObject(group)) continue;
    const isFader = group['itemsType'] === 2;
    for (const item of listOf(group['items']).flatMap(
      row => (Array.isArray(row) ? row : [row]) as unknown[],
    )) {
      const value = isObject(item) ? readExecutor(item, page, isFader) : undefined;
      if (value) found.push(value);
    }
  }
  return found;
}

function readExecutor(item: Json, page: number, isFader: boolean): PlaybackValue | undefined {
  const index = numberOf(item['iExec']);
  if (index === undefined || index < 0) return undefined;
  if (!isFader)
    return { control: 'button', page, index, value: item['isRun'] === 1 || item['isRun'] === true ? 1 : 0 };
  const [block] = listOf(item['executorBlocks']);
  const fader = isObject(block) ? block['fader'] : undefined;
  const raw = isObject(fader) ? numberOf(fader['v']) : undefined;
  if (!isObject(fader) || raw === undefined) return undefined;
  const min = numberOf(fader['min']) ?? 0;
  const max = numberOf(fader['max']) ?? 1;
  const value = max > min ? (raw - min) / (max - min) : raw;
  return { control: 'fader', page, index, value: Math.max(0, Math.min(1, value)) };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Ask for a session (0), or keep ours alive. */
export function sessionMessage(session: number): string {
  return JSON.stringify({ session });
}

/** The password goes as its MD5 sum, as the consoles want it. dot2 knows one user only. */
export function loginMessage(console: Console, user: string, password: string, session: number): string {
  const hash = createHash('md5').update(password).digest('hex');
  const username = console === 'dot2' ? 'remote' : user;
  return JSON.stringify({ requestType: 'login', username, password: hash, session, maxRequests: 10 });
}

/** Which button of an executor is meant. */
function buttonId(console: Console, control: Control): number {
  if (control === 'lower') return 1;
  return control === 'upper' && console === 'gma2' ? 2 : 0;
}

/** A value above this presses a button. */
export const PRESSED = 0.9;

/** The message that sets a channel of the console. A `command` is sent as text by `commandMessage`. */
export function controlMessage(
  console: Console,
  channel: Exclude<MaChannel, { kind: 'command' }>,
  value: number,
  session: number,
): string {
  const pressed = value > PRESSED;
  if (channel.kind === 'key') {
    return JSON.stringify({
      requestType: 'keyname',
      keyname: channel.key,
      value: pressed ? 1 : 0,
      session,
      maxRequests: 0,
    });
  }
  const executor = { requestType: 'playbacks_userInput', execIndex: channel.index, pageIndex: channel.page };
  if (channel.control === 'fader') {
    return JSON.stringify({ ...executor, faderValue: value, type: 1, session, maxRequests: 0 });
  }
  const button = { cmdline: '', buttonId: buttonId(console, channel.control), pressed, released: !pressed };
  return JSON.stringify({ ...executor, ...button, type: 0, session, maxRequests: 0 });
}

/** A line for the command line. `{value}` in it becomes 0..100, `{value1}` 0..1. */
export function commandMessage(command: string, value: number, session: number): string {
  const percent = String(Math.round(value * 1000) / 10);
  const line = command.replaceAll('{value}', percent).replaceAll('{value1}', value.toFixed(4));
  return JSON.stringify({ command: line, session, requestType: 'command', maxRequests: 0 });
}

/** Executors to ask the state of. */
export interface Wanted {
  readonly control: 'fader' | 'button';
  readonly page: number;
  readonly index: number;
}

/** Executors come in groups of five. */
const GROUP = 5;

/** The messages that ask for the state of executors: one for each page and kind. */
export function playbackRequests(console: Console, wanted: readonly Wanted[], session: number): string[] {
  const pages = new Map<string, { page: number; control: 'fader' | 'button'; groups: Set<number> }>();
  for (const { control, page, index } of wanted) {
    const key = `${page} ${control}`;
    const entry = pages.get(key) ?? { page, control, groups: new Set<number>() };
    entry.groups.add(Math.floor(index / GROUP) * GROUP);
    pages.set(key, entry);
  }
  return [...pages.values()].map(({ page, control, groups }) => {
    const isFader = control === 'fader';
    const startIndex = [...groups].sort((a, b) => a - b);
    return JSON.stringify({
      requestType: 'playbacks',
      startIndex,
      itemsCount: startIndex.map(() => GROUP),
      pageIndex: page,
      itemsType: startIndex.map(() => (isFader ? 2 : 3)),
      // dot2 shows its buttons above 300 in a view of their own.
      view: isFader || (console === 'dot2' && (startIndex[0] ?? 0) < 300) ? 2 : 3,
      execButtonViewMode: isFader ? 1 : 2,
      buttonsViewMode: 0,
      session,
      maxRequests: 1,
    });
  });
}
