import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/**
 * Run a program in the project's folder and collect what it prints. Addresses are cut out of it: where packages come
 * from is the business of the machine's settings, not of our output.
 * @returns {Promise<{code: number, text: string}>} code 124 stands for a time-out.
 */
export function run(command, args, { timeout = 600_000, env = {}, echo = false } = {}) {
  return new Promise(resolve => {
    const windows = process.platform === 'win32';
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm and npx are batch files there.
      shell: windows && !command.endsWith('.exe'),
    });
    let text = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeout);
    const take = chunk => {
      text += chunk;
      if (echo) process.stdout.write(withoutAddresses(String(chunk)));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', error => (text += `${error.message}\n`));
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code: timedOut ? 124 : (code ?? 1), text: withoutAddresses(text) });
    });
  });
}

export function withoutAddresses(text) {
  return text.replace(/\bhttps?:\/\/[^\s"')]+/g, '(address)');
}
