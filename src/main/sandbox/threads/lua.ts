import { workerData } from 'node:worker_threads';
import { LuaEngine } from '../guests/lua/engine.ts';
import type { GuestThreadData } from '../link/messages.ts';
import { GuestThread } from '../worker/guest-thread.ts';

void new GuestThread(workerData as GuestThreadData, new LuaEngine()).run();
