import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../shared/error/problem.ts';
import { fail } from '../../shared/error/coded-error.ts';
import type { App, AppOptions } from '../app-api.ts';
import { runCli } from './cli.ts';
import { COMMANDS } from './commands.ts';
import type { CliWorld } from './world.ts';

const data = mkdtempSync(join(tmpdir(), 'crosspatch-cli-'));
process.on('exit', () => rmSync(data, { recursive: true, force: true }));

class FakeWorld implements CliWorld {
  readonly version = '1.2.3';
  readonly appFolder = '/app';
  readonly pageFolder = '/app/out/renderer';
  readonly env = { CROSSPATCH_DATA: data };
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  readonly created: AppOptions[] = [];
  found: Problem[] = [];
  refusal: Error | undefined;
  stops = 0;
  stop: () => void = () => undefined;

  readonly createApp = (options: AppOptions): Promise<App> => {
    if (this.refusal) return Promise.reject(this.refusal);
    this.created.push(options);
    return Promise.resolve({
      attach: () => undefined,
      problems: () => this.found,
      bootReport: () => 'osc 1 ms\npatch 2 ms',
      stop: () => {
        this.stops++;
        return Promise.resolve();
      },
    });
  };
  out(line: string): void {
    this.stdout.push(line);
  }
  err(line: string): void {
    this.stderr.push(line);
  }
  onStop(listener: () => void): void {
    this.stop = listener;
  }
  cli(...args: string[]): Promise<number> {
    return runCli(args, COMMANDS, this);
  }
}

function problem(severity: Problem['severity'], code: string, place: Problem['place']): Problem {
  return {
    id: code,
    severity,
    code,
    message: 'It is wrong.',
    help: 'Mend it.',
    place,
    since: 0,
    count: 1,
    fixes: [],
  };
}

describe('crosspatch run', () => {
  it('prints one ready line with the address, and ends with 0 when asked to stop', async () => {
    const world = new FakeWorld();
    const ended = world.cli('run', 'a.crosspatch', '--set', 'osc1.bind=0.0.0.0 1', '--verbose');
    await expect.poll(() => world.stdout.length).toBe(1);
    expect(world.stdout[0]).toMatch(/^crosspatch ready http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{20,}$/);
    expect(world.stderr).toEqual(['osc 1 ms', 'patch 2 ms']);
    expect(world.created[0]).toMatchObject({
      host: 'headless',
      file: 'a.crosspatch',
      set: ['osc1.bind=0.0.0.0 1'],
      dataFolder: data,
      verbose: true,
    });
    world.stop();
    expect(await ended).toBe(0);
    expect(world.stops).toBe(1);
  });

  it('keeps the token between starts, for its user alone', async () => {
    const addresses: string[] = [];
    for (let i = 0; i < 2; i++) {
      const world = new FakeWorld();
      const ended = world.cli('run');
      await expect.poll(() => world.stdout.length).toBe(1);
      addresses.push(world.stdout[0] ?? '');
      world.stop();
      await ended;
    }
    const [first, second] = addresses.map(address => address.split('token=')[1]);
    expect(first).toBe(second);
    const file = join(data, 'access-token');
    expect(readFileSync(file, 'utf8').trim()).toBe(first);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('opens no port with --ui off', async () => {
    const world = new FakeWorld();
    const ended = world.cli('run', '--ui', 'off');
    await expect.poll(() => world.stdout).toEqual(['crosspatch ready (no user interface)']);
    world.stop();
    expect(await ended).toBe(0);
  });

  it('hands the addresses of network views to the engine', async () => {
    const world = new FakeWorld();
    const ended = world.cli('run', '--ui', 'off', '--http', '[::1]:8080', '--vt', 'localhost:0');
    await expect.poll(() => world.stdout.length).toBe(1);
    expect(world.created[0]?.views).toEqual({
      http: { host: '::1', port: 8080 },
      vt: { host: 'localhost', port: 0 },
    });
    world.stop();
    await ended;
  });

  it('opens OSCQuery to everyone only when told to', async () => {
    const world = new FakeWorld();
    const ended = world.cli('run', '--ui', 'off', '--oscquery', '0.0.0.0:9490', '--oscquery-open');
    await expect.poll(() => world.stdout.length).toBe(1);
    expect(world.created[0]?.views).toEqual({ oscquery: { host: '0.0.0.0', port: 9490, open: true } });
    world.stop();
    await ended;
    expect(await world.cli('run', '--oscquery-open')).toBe(1);
    expect(world.stderr).toEqual([expect.stringContaining('--oscquery HOST:PORT')]);
  });

  it('stops the engine and says one line when the port is in use', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const port = (server.address() as { port: number }).port;
    const world = new FakeWorld();
    expect(await world.cli('run', '--ui', `127.0.0.1:${port}`)).toBe(1);
    expect(world.stderr).toEqual([expect.stringMatching(/^crosspatch: Port \d+ of 127\.0\.0\.1 is in use/)]);
    expect(world.stdout).toEqual([]);
    expect(world.stops).toBe(1);
    server.close();
  });

  it('ends when a view that it was asked for cannot be opened', async () => {
    const world = new FakeWorld();
    world.found = [problem('error', 'kernel.load-failed', { kind: 'plugin', plugin: 'vt' })];
    expect(await world.cli('run', '--ui', 'off', '--vt', '127.0.0.1:1')).toBe(1);
    expect(world.stderr).toEqual(['crosspatch: It is wrong. Mend it.']);
    expect(world.stdout).toEqual([]);
    expect(world.stops).toBe(1);
  });

  it('says one line when the file cannot be read', async () => {
    const world = new FakeWorld();
    world.refusal = fail('file.unreadable', { file: 'gone.crosspatch', reason: 'it does not exist' });
    expect(await world.cli('run', 'gone.crosspatch')).toBe(1);
    expect(world.stderr).toEqual(['crosspatch: Cannot read gone.crosspatch: it does not exist.']);
  });

  it.each([
    [['run', '--wrong'], /Unknown option "--wrong"/],
    [['--wrong'], /Unknown option "--wrong"/],
    [['walk'], /Unknown command "walk"/],
    [['run', 'a', 'b'], /takes one file/],
    [['run', '--ui'], /could not be read/],
    [['run', '--ui', 'here'], /"here" is not an address/],
    [['run', '--ui', '127.0.0.1:70000'], /is not an address/],
    [['run', '--ui', '[nonsense]:1'], /is not an address/],
    [['run', '--set', 'nothing'], /"nothing" is not of the form/],
    [['check'], /"check" needs a file/],
  ])('refuses %j in one line', async (args, sentence) => {
    const world = new FakeWorld();
    expect(await world.cli(...args)).toBe(1);
    expect(world.stderr).toEqual([expect.stringMatching(sentence)]);
    expect(world.created).toEqual([]);
  });
});

describe('crosspatch check', () => {
  it('lists severity, code, place and sentence, errors first, and exits with 1', async () => {
    const world = new FakeWorld();
    world.found = [
      problem('warning', 'backend.unknown-option', { kind: 'instance', instance: 'osc1', option: 'x' }),
      problem('error', 'patch.range-count', { kind: 'mapping', from: 'a.{1..2}', to: 'b.{1..3}' }),
    ];
    expect(await world.cli('check', 'a.cfg')).toBe(1);
    expect(world.stdout).toEqual([
      'error  patch.range-count  a.{1..2} > b.{1..3}  It is wrong. Mend it.',
      'warning  backend.unknown-option  osc1.x  It is wrong. Mend it.',
      'a.cfg: 1 error, 1 other problem',
    ]);
    expect(world.created[0]).toMatchObject({ dryRun: true, file: 'a.cfg' });
    expect(world.stops).toBe(1);
  });

  it('exits with 0 when there is no error', async () => {
    const world = new FakeWorld();
    expect(await world.cli('check', 'a.cfg')).toBe(0);
    expect(world.stdout).toEqual(['a.cfg: no problems']);
  });
});

describe('crosspatch', () => {
  it('takes "help" for a file where a file is meant', async () => {
    const world = new FakeWorld();
    expect(await world.cli('check', 'help')).toBe(0);
    expect(world.stdout).toEqual(['help: no problems']);
    for (const args of [['help'], ['check', '-h'], ['run', 'x', '--help']]) {
      const other = new FakeWorld();
      expect(await other.cli(...args)).toBe(0);
      expect(other.created).toEqual([]);
    }
  });
  it('explains every command and option', async () => {
    const world = new FakeWorld();
    expect(await world.cli('--help')).toBe(0);
    const text = world.stdout.join('\n');
    for (const command of COMMANDS) {
      expect(text).toContain(`crosspatch ${command.name}`);
      for (const [form] of command.options) expect(text).toContain(form);
    }
  });

  it('tells its version', async () => {
    const world = new FakeWorld();
    expect(await world.cli('--version')).toBe(0);
    expect(world.stdout).toEqual(['1.2.3']);
  });
});
