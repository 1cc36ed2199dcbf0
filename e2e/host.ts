import { spawn } from 'node:child_process';
import { join } from 'node:path';

const HEADLESS = join(import.meta.dirname, '..', 'out', 'main', 'headless.js');

export interface HostOptions {
  /** Folder of the user's data. */
  readonly data: string;
  readonly file?: string;
  readonly args?: readonly string[];
}

/** The headless host as a process of its own, as a user starts it. */
export interface Host {
  /** With the token. */
  readonly address: string;
  readonly log: readonly string[];
  /** End it as a user does; resolves with the exit code. */
  stop(signal?: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): Promise<number | null>;
  /** End it as a power cut does. */
  kill(): Promise<void>;
}

/** Start the built `crosspatch run` and wait for its ready line. */
export async function startHost({ data, file, args = [] }: HostOptions): Promise<Host> {
  const child = spawn(process.execPath, [HEADLESS, 'run', ...(file === undefined ? [] : [file]), ...args], {
    env: { ...process.env, CROSSPATCH_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  child.stderr.on('data', chunk => log.push(...String(chunk).trimEnd().split('\n')));
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
  // A test run that is broken off leaves no host behind.
  const killIt = () => child.kill('SIGKILL');
  process.once('exit', killIt);
  void ended.then(() => process.off('exit', killIt));
  const address = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', chunk => {
      text += String(chunk);
      const found = /^crosspatch ready (\S+)/m.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(code => reject(new Error(`The host ended with ${code}: ${log.join('\n')}`)));
  });
  return {
    address,
    log,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
    kill: async () => {
      killIt();
      await ended;
    },
  };
}
