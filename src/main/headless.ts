#!/usr/bin/env node
import './small-nursery.ts';
import { createApp } from './app.ts';
import { runCli } from './cli/cli.ts';
import { COMMANDS } from './cli/commands.ts';
import { formatLogLine } from './cli/log-format.ts';
import type { CliWorld } from './cli/world.ts';
import { findProgram } from './program.ts';
import { surviveStrayErrors } from './stray-errors.ts';

/** Milliseconds in which signals count as one: Ctrl+C reaches us from the terminal, and again through npm. */
const ONE_SIGNAL = 500;

/** The first signal asks for a clean end, a later one ends at once. A terminal that is closed sends SIGHUP. */
function onStop(listener: () => void): void {
  let asked: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked !== undefined) {
        if (performance.now() - asked > ONE_SIGNAL) process.exit(1);
        return;
      }
      asked = performance.now();
      listener();
    });
  }
}

const world: CliWorld = {
  ...findProgram(),
  createApp,
  env: process.env,
  out: line => void process.stdout.write(`${line}\n`),
  err: line => void process.stderr.write(`${line}\n`),
  onStop,
};

// Whoever reads our output may go away; that is no reason to stop a show.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

surviveStrayErrors(line => world.err(formatLogLine(line)));

// A plugin's thread or a socket left open must not keep the process alive after a clean end.
process.exitCode = await runCli(process.argv.slice(2), COMMANDS, world);
setTimeout(() => process.exit(), 500).unref();
