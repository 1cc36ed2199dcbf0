import type { EventBus } from '../../shared/plugin/service.ts';

/** Events from services to windows. A listener that throws is taken off, so that it cannot disturb the others. */
export class Bus implements EventBus {
  readonly #listeners = new Set<(event: string, payload: unknown) => void>();

  publish(event: string, payload: unknown): void {
    for (const listener of this.#listeners) {
      try {
        listener(event, payload);
      } catch {
        this.#listeners.delete(listener);
      }
    }
  }

  subscribe(listener: (event: string, payload: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
