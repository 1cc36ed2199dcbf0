import type { MessagePort } from 'node:worker_threads';

/** What the relay needs of the port to a page (Electron's MessagePortMain). */
export interface PagePort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * Pass frames between a page and the engine's thread as they come, unread: the main thread has windows to look after.
 * When one side closes, so does the other.
 */
export function relay(page: PagePort, engine: MessagePort): void {
  page.on('message', ({ data }) => engine.postMessage(data));
  page.on('close', () => engine.close());
  engine.on('message', frame => page.postMessage(frame));
  engine.on('close', () => page.close());
  page.start();
}
