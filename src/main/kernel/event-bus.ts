import type { EventBus } from '../../shared/plugin/service.ts';

/** Events from services to windows. A listener that throws disturbs neither the others nor what comes later. */
export class Bus implements EventBus {
  readonly #listeners = new Set<(event: string, payload: unknown) => void>();

  publish(event: string, payload: unknown): void {
    for (const listener of this.#listeners) {
      try {
        listener(event, payload);
      } catch {
        // One event that a listener cannot stand is no reason to keep all others from it.
      }
    }
  }

  subscribe(listener: (event: string, payload: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
