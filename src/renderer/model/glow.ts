/** How long the glow of one event lasts, as the time constant of its decay in milliseconds. */
const DECAY = 150;
/** Two pictures of a glow are at least this far apart: 30 a second are plenty. */
const PICTURE = 30;

interface Shining {
  /** Paints a strength from 0 (idle) to 1 (an event just now). */
  paint(strength: number): void;
  since: number;
}

/** Everything that shines for a moment when an event passes: wires, lamps. One loop for all, none while all is dark. */
export class Glow {
  readonly #shining = new Map<object, Shining>();
  #running = false;
  #painted = 0;

  /** An event passed `owner` now. */
  flash(owner: object, paint: (strength: number) => void): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const known = this.#shining.get(owner);
    if (known) known.since = performance.now();
    else this.#shining.set(owner, { paint, since: performance.now() });
    if (this.#running) return;
    this.#running = true;
    requestAnimationFrame(this.#step);
  }

  readonly #step = (now: number): void => {
    if (now - this.#painted >= PICTURE) {
      this.#painted = now;
      for (const [owner, shining] of this.#shining) this.#fade(owner, shining, now);
    }
    this.#running = this.#shining.size > 0;
    if (this.#running) requestAnimationFrame(this.#step);
  };

  #fade(owner: object, shining: Shining, now: number): void {
    const strength = Math.exp(-Math.max(0, now - shining.since) / DECAY);
    const dark = strength < 0.03;
    shining.paint(dark ? 0 : strength);
    if (dark) this.#shining.delete(owner);
  }
}
