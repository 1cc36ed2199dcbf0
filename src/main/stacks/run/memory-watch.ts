const EVERY_MS = 100;
const MB = 1_048_576;

/**
 * Sound buffers lie outside the heap that a thread's own limit counts, so that the growth of the whole process is
 * watched as long as a task runs. With several tasks the one that started last before the limit was passed is stopped
 * first: it sees the smallest growth, so each allows for what its neighbours may use.
 */
export class MemoryWatch {
  static #active = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(megabytes: number, exceeded: () => void) {
    MemoryWatch.#active++;
    const start = process.memoryUsage.rss();
    this.#timer = setInterval(() => {
      const grown = process.memoryUsage.rss() - start;
      if (grown > megabytes * MB * MemoryWatch.#active) exceeded();
    }, EVERY_MS);
    this.#timer.unref();
  }

  end(): void {
    MemoryWatch.#active--;
    clearInterval(this.#timer);
  }
}
