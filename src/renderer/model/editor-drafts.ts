/** What was typed and not saved, so that a reload of the window or a crash does not lose it. */
interface Draft {
  readonly text: string;
  /** Of the file that editing began with. */
  readonly digest: string;
}

/** The module that was typed in. */
interface Typed {
  readonly key: string;
  readonly digest: string;
  readonly dirty: boolean;
}

type Drafts = Readonly<Record<string, Draft>>;
const KEY = 'crosspatch.drafts';
/** Characters of all drafts together; browsers keep about five million. */
const MOST = 2_000_000;

export type DraftStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** Drafts of modules, by patch and module. */
export class EditorDrafts {
  constructor(
    private readonly storage: DraftStorage,
    /** Tells patches apart: two patches may have scripts and modules of the same names. */
    private readonly patch: () => string,
  ) {}

  get(key: string): Draft | undefined {
    const drafts = this.#read();
    const name = this.#name(key);
    return Object.hasOwn(drafts, name) ? drafts[name] : undefined;
  }

  /** Keep a text, or forget it when it is as the file is. */
  keep(doc: Typed, text: string): void {
    const { [this.#name(doc.key)]: _, ...others } = this.#read();
    const drafts = doc.dirty ? { ...others, [this.#name(doc.key)]: { text, digest: doc.digest } } : others;
    const json = JSON.stringify(drafts);
    if (json.length > MOST) return;
    try {
      this.storage.setItem(KEY, json);
    } catch {
      // A full or forbidden storage costs the drafts; saving works all the same.
    }
  }

  forget(key: string): void {
    const { [this.#name(key)]: gone, ...others } = this.#read();
    if (gone) this.storage.setItem(KEY, JSON.stringify(others));
  }

  #name(key: string): string {
    return `${this.patch()}:${key}`;
  }

  #read(): Drafts {
    try {
      const read: unknown = JSON.parse(this.storage.getItem(KEY) ?? '{}');
      return typeof read === 'object' && read !== null ? (read as Drafts) : {};
    } catch {
      return {};
    }
  }
}
