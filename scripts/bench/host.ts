import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Running {
  readonly child: ChildProcess;
  /** From the start of the process to its ready line, milliseconds. */
  readonly readyMs: number;
  /** What its ready line says behind "ready". */
  readonly address: string;
  /** Resident memory now, MB. */
  rss(): number;
  stop(): Promise<void>;
}

/** Start a Node program and wait for its line `crosspatch ready`. */
export async function startProgram(args: readonly string[]): Promise<Running> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: root });
  let text = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      const ready = /crosspatch ready(.*)\n/.exec(text)?.[1];
      if (ready !== undefined) resolve(ready.trim());
    });
    child.once('exit', code => reject(new Error(`the program ended with ${code} before it was ready`)));
  });
  return {
    child,
    readyMs: performance.now() - started,
    address,
    rss: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Run a patch document in the built headless host; `ui` is an address, or off. */
export async function startPatch(patch: unknown, ui = 'off'): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'crosspatch-bench-'));
  const file = join(folder, 'bench.crosspatch');
  writeFileSync(file, JSON.stringify(patch));
  const running = await startProgram([
    'out/main/headless.js',
    'run',
    file,
    '--ui',
    ui,
    '--data',
    join(folder, 'data'),
  ]);
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...running, stop };
}

export async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
