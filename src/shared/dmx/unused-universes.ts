import type { Logger } from '../plugin/common.ts';
import type { Detect } from './options.ts';

/** Made-up universes must not eat the memory. */
const MOST_LINES = 1000;

/** Writes to the log, once each, which universes arrive that no instance uses. */
export class UnusedUniverses {
  readonly #logged = new Set<string>();

  constructor(
    private readonly protocol: string,
    private readonly detect: Detect,
    private readonly log: Logger,
  ) {}

  /** False when nobody wants to know: then nothing need be put into words. */
  get wanted(): boolean {
    return this.detect !== 'off';
  }

  heard(universe: string, sender: string): void {
    const what = `${universe}${this.detect === 'verbose' ? ` from ${sender}` : ''}`;
    if (this.#logged.has(what) || this.#logged.size > MOST_LINES) return;
    this.#logged.add(what);
    this.log.info(`${this.protocol} universe ${what} arrives, but no instance uses it`);
  }
}
