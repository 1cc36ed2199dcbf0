import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail, messageOf, toCodedError } from '../../shared/error/coded-error.ts';
import type { Logger } from '../../shared/plugin/common.ts';
import { accessTo } from '../stacks/access.ts';
import { errorReply, type Reply, replyLine } from '../stacks/reply.ts';
import type { Stacks } from '../stacks/stacks.ts';
import { oneFile, parseCommand } from './parse.ts';
import { openStacks } from './stand-alone-stacks.ts';
import type { CliWorld, Command } from './world.ts';

const OPTIONS = { cache: { type: 'string' } } as const;
const BAR = 30;
const STEP = 0.2;
const QUIET: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export const queryCommand: Command = {
  name: 'query',
  usage: 'FILE|- [options]',
  summary:
    'Run one query of sound modules (JSON, as for VTServer) and print the reply; exit code 1 on failure.',
  options: [['--cache FOLDER', 'keep results there']],
  async run(args, world) {
    const { values, positionals } = parseCommand(args, OPTIONS);
    const file = oneFile('query', positionals);
    if (file === undefined) throw fail('host.missing-argument', { command: 'query', what: 'a file, or -' });
    const text = await textOf(file);
    const folder = file === '-' ? process.cwd() : dirname(resolve(file));
    const { stacks, close } = openStacks(world, values.cache, QUIET);
    world.onStop(() => void close());
    try {
      const reply = await answered(stacks, text, folder, world);
      world.out(replyLine(reply).trimEnd());
      return reply.out === 'error' ? 1 : 0;
    } finally {
      await close();
    }
  },
};

async function answered(stacks: Stacks, text: string, folder: string, world: CliWorld): Promise<Reply> {
  try {
    return await run(stacks, text, folder, world);
  } catch (error) {
    return errorReply(toCodedError(error));
  }
}

async function run(stacks: Stacks, text: string, folder: string, world: CliWorld): Promise<Reply> {
  const [query, plan] = await stacks.prepare(parse(text), accessTo(folder));
  if (query.mode === 'hash') return { out: 'ok', details: plan.key };
  const job = stacks.start(plan);
  const bar = new ProgressBar(world);
  const forget = stacks.onJob(moved => bar.show(moved.info().progress));
  await job.done;
  forget();
  bar.end();
  if (job.fault) throw job.fault;
  return { out: 'ok', details: plan.path };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw fail('stack.bad-json', { reason: messageOf(error) }, error);
  }
  if (typeof read === 'object' && read !== null && !Array.isArray(read))
    return read as Record<string, unknown>;
  throw fail('stack.bad-json', { reason: 'it is no object' });
}

/** On a terminal one line that fills; elsewhere a line for every fifth of the way. */
class ProgressBar {
  #shown = 0;
  readonly #live = process.stderr.isTTY;

  constructor(private readonly world: CliWorld) {}

  show(progress: number): void {
    const full = Math.round(progress * BAR);
    const percent = String(Math.round(progress * 100)).padStart(3);
    const text = `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${percent} %`;
    if (this.#live) process.stderr.write(`\r${text}`);
    else if (progress - this.#shown < STEP) return;
    else this.world.err(text);
    this.#shown = progress;
  }

  end(): void {
    if (this.#live && this.#shown > 0) process.stderr.write('\n');
  }
}

async function textOf(file: string): Promise<string> {
  if (file !== '-') {
    return readFile(file, 'utf8').catch((error: unknown) => {
      throw fail('file.unreadable', { file, reason: messageOf(error) }, error);
    });
  }
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function nothing(): void {
  // A single query says what is wrong in its reply.
}
