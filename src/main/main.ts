import * as electron from 'electron';
import { dataFolder } from './cli/folders.ts';
import { findProgram } from './program.ts';
import { Shell } from './shell/run-shell.ts';
import { startWorker } from './threads/start-worker.ts';

const program = findProgram();

const shell = new Shell(electron, {
  args: process.argv,
  engine: {
    version: program.version,
    appFolder: program.appFolder,
    dataFolder: dataFolder(process.env),
  },
  pageFolder: program.pageFolder,
  preloadFile: program.preloadFile,
  mac: process.platform === 'darwin',
  startEngine: options => startWorker('engine', options),
  log: line => void process.stderr.write(`${line}\n`),
});

void shell.run();
