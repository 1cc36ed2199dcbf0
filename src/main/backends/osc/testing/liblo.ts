import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { Peer } from './peer.ts';

const isThere = (command: string) => spawnSync(command, ['--help']).error === undefined;

/** Debian's liblo-tools are not installed: tests with them are skipped, and say so by this name's ending. */
export const isLibloAbsent = !isThere('oscsend') || !isThere('oscdump');
export const libloNote = isLibloAbsent
  ? ' (skipped: oscsend and oscdump of liblo-tools are not installed)'
  : '';

export function oscsend(port: number, ...words: string[]): void {
  execFileSync('oscsend', [`osc.udp://127.0.0.1:${port}`, ...words]);
}

/** A UDP port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const peer = await Peer.open();
  const { port } = peer;
  peer.close();
  return port;
}

/** An oscdump that listens already. */
export interface Dump {
  readonly port: number;
  /** What it has printed: path, types, arguments. */
  lines(): readonly string[];
  close(): void;
}

export async function oscdump(): Promise<Dump> {
  const port = await freePort();
  const child = spawn('stdbuf', ['-oL', 'oscdump', '-L', String(port)]);
  let text = '';
  child.stdout.on('data', chunk => (text += String(chunk)));
  while (!text.includes('/ready') && child.exitCode === null) {
    oscsend(port, '/ready');
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  const lines = () =>
    text
      .split('\n')
      // In front of each line stands the time at which it arrived.
      .map(line => line.replace(/^\S+ /, '').trim())
      .filter(line => line !== '' && !line.startsWith('/ready'));
  return { port, lines, close: () => void child.kill() };
}
