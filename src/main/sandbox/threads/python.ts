import { workerData } from 'node:worker_threads';
import { PythonEngine } from '../guests/python/engine.ts';
import type { GuestThreadData } from '../link/messages.ts';
import { GuestThread } from '../worker/guest-thread.ts';

const data = workerData as GuestThreadData;
void PythonEngine.start(data.dataFolder).then(engine => new GuestThread(data, engine).run());
