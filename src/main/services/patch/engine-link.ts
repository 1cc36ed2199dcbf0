import type { PatchDocument } from '../../../shared/patch/document.ts';
import { applyOverrides, type OptionNames } from '../../../shared/patch/overrides.ts';
import type { PatchEngine } from './engine-port.ts';

/** Hands documents to the engine: only when it can notice a difference, and the last one of many at once. */
export class EngineLink {
  #settings: readonly string[] = [];
  #wanted: PatchDocument | undefined;
  #sent: PatchDocument | undefined;

  constructor(
    private readonly engine: PatchEngine,
    private readonly optionsOf: (backend: string) => readonly OptionNames[] | undefined,
    private readonly onError: (thrown: unknown) => void,
  ) {}

  /** Settings of the command line for the document that is opened now. Throws when one fits nothing in it. */
  useSettings(settings: readonly string[], document: PatchDocument): void {
    applyOverrides(document, settings, this.optionsOf);
    this.#settings = settings;
  }

  /** After an edit: soon, once for all edits of this turn. */
  changed(document: PatchDocument): void {
    const waiting = this.#wanted !== undefined;
    this.#wanted = document;
    if (!waiting) queueMicrotask(() => void this.#flush());
  }

  /** After another document was opened: resolves when it is applied. Never rejects. */
  async opened(document: PatchDocument): Promise<void> {
    this.#wanted = document;
    this.#sent = undefined;
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const document = this.#wanted;
    this.#wanted = undefined;
    if (!document || this.#alike(document)) return;
    this.#sent = document;
    try {
      await this.engine.apply(this.#overridden(document));
    } catch (thrown) {
      this.onError(thrown);
    }
  }

  /** Parts that an edit did not touch are the same objects: moving a node leaves all these alone. */
  #alike(document: PatchDocument): boolean {
    const sent = this.#sent;
    if (!sent) return false;
    const { instances, mappings, globals, sections } = document;
    return (
      sent.instances === instances &&
      sent.mappings === mappings &&
      sent.globals === globals &&
      sent.sections === sections
    );
  }

  /** The settings are not part of the document and are never saved; one whose instance was removed is passed over. */
  #overridden(document: PatchDocument): PatchDocument {
    try {
      return applyOverrides(document, this.#settings, this.optionsOf);
    } catch {
      const fitting = this.#settings.filter(setting => this.#fits(document, setting));
      return applyOverrides(document, fitting, this.optionsOf);
    }
  }

  #fits(document: PatchDocument, setting: string): boolean {
    try {
      applyOverrides(document, [setting], this.optionsOf);
      return true;
    } catch {
      return false;
    }
  }
}
