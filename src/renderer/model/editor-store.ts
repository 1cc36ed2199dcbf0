import { createStore } from 'zustand/vanilla';
import type { ScriptLanguage } from '../../shared/script/api.ts';
import type { EditorDrafts } from './editor-drafts.ts';
import type { ModuleFile, ScriptStatus } from '../../shared/script/requests.ts';

/** A module that is open in the editor. Its text as it is being edited lives in a buffer, see `TextBuffer`. */
export interface EditorDoc {
  readonly key: string;
  readonly instance: string;
  readonly path: string;
  readonly language: ScriptLanguage;
  /** As it is on disk; a module that does not exist yet has a template here. */
  readonly saved: string;
  /** Digest of the file that editing began with; empty when there is none. */
  readonly digest: string;
  /** What was typed before the window was loaded. */
  readonly draft?: string;
  readonly dirty: boolean;
  readonly saving: boolean;
  /** Somebody else changed the file while it is being edited here. */
  readonly conflict: boolean;
}

/** What a handler did since the window looked. */
export interface HandlerRate {
  /** Calls a second. */
  readonly rate: number;
  readonly p95: number;
}

/** A channel that is about to get another name. */
export interface ChannelRename {
  readonly instance: string;
  readonly channel: string;
}

export interface EditorModel {
  readonly shown: boolean;
  /** It covers the canvas. */
  readonly wide: boolean;
  /** The script that is being edited. */
  readonly instance: string | undefined;
  readonly docs: readonly EditorDoc[];
  readonly current: string | undefined;
  /** Module files by instance. */
  readonly files: ReadonlyMap<string, readonly ModuleFile[]>;
  readonly status: ReadonlyMap<string, ScriptStatus>;
  /** By `instance.channel`. */
  readonly rates: ReadonlyMap<string, HandlerRate>;
  readonly goTo: { readonly key: string; readonly line: number; readonly column: number } | undefined;
  readonly rename: ChannelRename | undefined;
  readonly newFile: boolean;
  readonly api: boolean;
  readonly hints: boolean;
  /** Raised to bring the focus into the text. */
  readonly focus: number;
}

/** The text of an open module as it is being edited. */
export interface TextBuffer {
  text(): string;
  /** Take another text over; undo in the editor brings the old one back. */
  replace(text: string): void;
}

export type EditorStore = ReturnType<typeof createEditorStore>;

/** The editor: which modules are open, and how their scripts do. */
export function createEditorStore(drafts: EditorDrafts) {
  const store = createStore<EditorModel>(() => ({
    shown: false,
    wide: false,
    instance: undefined,
    docs: [],
    current: undefined,
    files: new Map(),
    status: new Map(),
    rates: new Map(),
    goTo: undefined,
    rename: undefined,
    newFile: false,
    api: false,
    hints: true,
    focus: 0,
  }));
  return Object.assign(store, { buffers: new Map<string, TextBuffer>(), drafts });
}

export function docKey(instance: string, path: string): string {
  return `${instance}/${path}`;
}

export function currentDoc({ docs, current }: EditorModel): EditorDoc | undefined {
  return docs.find(one => one.key === current);
}

/** Change what is known of an open module. */
export function setDoc(store: EditorStore, key: string, change: Partial<EditorDoc>): void {
  store.setState(({ docs }) => ({
    docs: docs.map(one => (one.key === key ? { ...one, ...change } : one)),
  }));
}
