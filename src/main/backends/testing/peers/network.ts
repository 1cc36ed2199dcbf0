import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Addresses of the private network that scripts/peers/netns.sh makes. */
export const OUR_IP = '10.99.0.1';
export const PEER_IP = '10.99.0.2';
export const BROADCAST = '10.99.0.255';

/** Why a peer test cannot run here; undefined when it can. */
export function missing(...programs: readonly string[]): string | undefined {
  if (peerPid() === undefined) return 'skipped: run by npm run test:peers, which needs root';
  const absent = programs.find(path => !existsSync(path));
  return absent === undefined ? undefined : `skipped: ${absent} is not installed`;
}

function peerPid(): string | undefined {
  return process.env['PEER_NSPID'];
}

/** The command that runs `command` on the peers' side of the network. */
function onPeerSide(command: readonly string[]): [string, string[]] {
  return ['nsenter', ['-t', peerPid() ?? '', '-n', ...command]];
}

/** Start a program on the peers' side; it is killed when its test file ends. */
export function startPeer(command: readonly string[], env: Record<string, string> = {}): Peer {
  const [program, args] = onPeerSide(command);
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Peer(child);
}

/** Run a program on the peers' side to its end; its output. */
export function runPeer(command: readonly string[], env: Record<string, string> = {}): string {
  const [program, args] = onPeerSide(command);
  const { stdout, stderr, status } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (status !== 0) throw new Error(`${command.join(' ')} failed: ${stderr || stdout}`);
  return stdout;
}

/** Run a program on our side, such as `ip`. */
export function runHere(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
}

/** A running program and what it printed. */
export class Peer {
  output = '';
  #ended = false;

  constructor(private readonly child: ChildProcess) {
    const take = (chunk: Buffer) => (this.output += chunk.toString('latin1'));
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('exit', () => (this.#ended = true));
  }

  get lines(): readonly string[] {
    return this.output.split('\n').filter(line => line !== '');
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#ended) return;
    const ended = new Promise(done => this.child.once('exit', done));
    this.child.kill(signal);
    await ended;
  }
}
