import { parentPort } from 'node:worker_threads';
import { getHeapStatistics } from 'node:v8';
import { guardThread } from './guard.ts';
import { PluginSide } from './plugin-side.ts';
import type { ToPlugin } from './protocol.ts';

// The thread of one third-party package: it runs the package's code and talks to the engine in JSON alone.

const port = parentPort;
if (port) {
  guardThread();
  const side = new PluginSide(message => port.postMessage(message));
  const pong = () => {
    const { used_heap_size, external_memory } = getHeapStatistics();
    port.postMessage({ t: 'pong', memory: used_heap_size + external_memory });
  };
  port.on('message', (message: ToPlugin) => (message.t === 'ping' ? pong() : side.take(message)));
  pong();
  // A promise that nobody waits for is a fault of the plugin, and no reason to end its thread.
  process.on('unhandledRejection', reason => side.complain('an unhandled rejection', reason));
}
