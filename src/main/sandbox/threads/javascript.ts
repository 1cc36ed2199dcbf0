import { workerData } from 'node:worker_threads';
import { JavaScriptEngine } from '../guests/javascript/engine.ts';
import type { GuestThreadData } from '../link/messages.ts';
import { GuestThread } from '../worker/guest-thread.ts';

void new GuestThread(workerData as GuestThreadData, new JavaScriptEngine()).run();
