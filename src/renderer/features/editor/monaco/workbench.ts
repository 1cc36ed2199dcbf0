import { saveDoc } from '../../../model/editor-files.ts';
import { currentDoc, type EditorDoc, type EditorModel, setDoc } from '../../../model/editor-store.ts';
import type { Model } from '../../../model/model.ts';
import { channelUses, handlerDefs } from '../source/channel-uses.ts';
import { registerCompletion } from './completion.ts';
import { registerHints } from './hints.ts';
import { registerHover } from './hover.ts';
import { languageOf, uriOf } from './languages.ts';
import { channelOfHandler, registerLenses } from './lenses.ts';
import { followProblems } from './markers.ts';
import { monaco } from './monaco.ts';
import { followTheme } from './theme.ts';
import { projectOf } from './typescript-project.ts';

const { KeyCode, KeyMod } = monaco;
/** Types follow the wires this much later, so that many changes cost one. */
const TYPES_DELAY = 120;
/** A draft is kept when typing pauses this long, ms. */
const DRAFT_DELAY = 400;
/** Escape first closes what is open in the editor. */
const NOTHING_OPEN = [
  'suggestWidgetVisible',
  'findWidgetVisible',
  'renameInputVisible',
  'parameterHintsVisible',
  'inSnippetMode',
  'editorHasSelection',
  'editorHasMultipleSelections',
  'markersNavigationVisible',
  'editorHoverVisible',
]
  .map(one => `!${one}`)
  .join(' && ');

/** Monaco with the open modules; follows the editor store and tells it what is typed. */
export class Workbench {
  readonly #editor: monaco.editor.IStandaloneCodeEditor;
  readonly #views = new Map<string, monaco.editor.ICodeEditorViewState | null>();
  readonly #stops: (() => void)[] = [];
  #shown: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drafting: ReturnType<typeof setTimeout> | undefined;
  /** Modules whose drafts wait to be kept. */
  readonly #typedIn = new Set<string>();

  constructor(
    private readonly model: Model,
    box: HTMLElement,
    private readonly leave: () => void,
  ) {
    const project = projectOf(model);
    this.#stops.push(followTheme());
    this.#editor = monaco.editor.create(box, {
      model: null,
      automaticLayout: true,
      minimap: { enabled: false },
      fontSize: 13,
      lineHeight: 20,
      fontFamily: getComputedStyle(box).getPropertyValue('--mono'),
      fixedOverflowWidgets: true,
      quickSuggestions: { strings: true, other: true, comments: false },
      scrollBeyondLastLine: false,
      renderLineHighlightOnlyWhenFocus: true,
      padding: { top: 10, bottom: 10 },
      inlayHints: { enabled: 'on', fontSize: 11 },
      stickyScroll: { enabled: false },
      tabSize: 2,
      ariaLabel: 'Handler module',
    });
    this.#addActions();
    for (const one of [
      registerCompletion(model),
      registerHover(model),
      registerHints(model),
      registerLenses(model),
    ]) {
      this.#stops.push(() => one.dispose());
    }
    const types = () => {
      clearTimeout(this.#timer);
      const { instance } = model.editor.getState();
      this.#timer = setTimeout(() => void (instance !== undefined && project.show(instance)), TYPES_DELAY);
    };
    this.#stops.push(
      model.editor.subscribe((state, before) => {
        this.#follow(state);
        if (state.instance !== before.instance || state.files !== before.files) types();
      }),
      model.devices.subscribe((state, before) => {
        if (state.channels !== before.channels) types();
      }),
      followProblems(model),
    );
    this.#follow(model.editor.getState());
    types();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    this.#editor.dispose();
    for (const doc of this.model.editor.getState().docs) this.#close(doc.key);
  }

  #follow(state: EditorModel): void {
    const known = new Set(state.docs.map(one => one.key));
    for (const key of [...this.model.editor.buffers.keys()]) if (!known.has(key)) this.#close(key);
    for (const doc of state.docs) this.#open(doc, state.instance);
    if (state.current !== this.#shown) this.#show(currentDoc(state));
    if (state.goTo && state.goTo.key === state.current) this.#goTo(state.goTo);
    this.#takeFocus(state.focus);
  }

  #open(doc: EditorDoc, instance: string | undefined): void {
    const uri = uriOf(doc.instance, doc.path);
    // One script at a time is known to TypeScript: another one has other channels.
    const language = doc.instance === instance ? languageOf(doc.path) : 'plaintext';
    const there = monaco.editor.getModel(uri);
    if (there && there.getLanguageId() !== language) monaco.editor.setModelLanguage(there, language);
    if (this.model.editor.buffers.has(doc.key)) return;
    const text = there ?? monaco.editor.createModel(doc.draft ?? doc.saved, language, uri);
    text.onDidChangeContent(() => this.#typed(doc.key, text.getValue()));
    this.model.editor.buffers.set(doc.key, {
      text: () => text.getValue(),
      replace: next => {
        text.pushStackElement();
        text.pushEditOperations([], [{ range: text.getFullModelRange(), text: next }], () => null);
      },
    });
  }

  #close(key: string): void {
    const { buffers } = this.model.editor;
    buffers.delete(key);
    this.#views.delete(key);
    monaco.editor.getModel(monaco.Uri.from({ scheme: 'file', path: `/${key}` }))?.dispose();
  }

  #show(doc: EditorDoc | undefined): void {
    if (this.#shown !== undefined) this.#views.set(this.#shown, this.#editor.saveViewState());
    this.#shown = doc?.key;
    this.#editor.setModel(doc ? monaco.editor.getModel(uriOf(doc.instance, doc.path)) : null);
    const view = doc && this.#views.get(doc.key);
    if (view) this.#editor.restoreViewState(view);
    if (doc) this.#editor.updateOptions({ tabSize: doc.language === 'python' ? 4 : 2 });
  }

  #goTo({ line, column }: { readonly line: number; readonly column: number }): void {
    this.#editor.setPosition({ lineNumber: line, column });
    this.#editor.revealLineInCenter(line);
    this.#editor.focus();
    queueMicrotask(() => this.model.editor.setState({ goTo: undefined }));
  }

  #focused = -1;
  #takeFocus(wish: number): void {
    if (wish === this.#focused) return;
    this.#focused = wish;
    if (wish > 0) requestAnimationFrame(() => this.#editor.focus());
  }

  #typed(key: string, text: string): void {
    const doc = this.model.editor.getState().docs.find(one => one.key === key);
    const dirty = doc !== undefined && (doc.digest === '' || text !== doc.saved);
    if (doc && doc.dirty !== dirty) setDoc(this.model.editor, key, { dirty });
    this.#typedIn.add(key);
    clearTimeout(this.#drafting);
    this.#drafting = setTimeout(() => this.#keepDrafts(), DRAFT_DELAY);
  }

  #keepDrafts(): void {
    const { docs } = this.model.editor.getState();
    const { buffers, drafts } = this.model.editor;
    for (const doc of docs.filter(one => this.#typedIn.has(one.key))) {
      drafts.keep(doc, buffers.get(doc.key)?.text() ?? doc.saved);
    }
    this.#typedIn.clear();
  }

  #addActions(): void {
    const save = () => {
      if (this.#shown !== undefined) void saveDoc(this.model, this.#shown);
    };
    const add = (id: string, label: string, keybindings: number[], run: () => void, when?: string) =>
      this.#editor.addAction({
        id: `crosspatch.${id}`,
        label,
        keybindings,
        run,
        ...(when === undefined ? {} : { keybindingContext: when }),
      });
    add('save', 'Save and run', [KeyMod.CtrlCmd | KeyCode.KeyS, KeyMod.CtrlCmd | KeyCode.Enter], save);
    add('rename', 'Rename the channel', [KeyCode.F2], () => this.#rename());
    add('leave', 'Back to the canvas', [KeyCode.Escape], this.leave, NOTHING_OPEN);
  }

  /** F2: the channel under the cursor everywhere, anything else within the module. */
  #rename(): void {
    const doc = currentDoc(this.model.editor.getState());
    const text = this.#editor.getModel();
    const position = this.#editor.getPosition();
    if (!doc || !text || !position) return;
    const offset = text.getOffsetAt(position);
    const holds = (one: { readonly start: number; readonly end: number }) =>
      one.start <= offset && offset <= one.end;
    const use = channelUses(text.getValue(), doc.language).find(holds);
    const def = handlerDefs(text.getValue(), doc.language).find(holds);
    const channel = use?.channel ?? (def && channelOfHandler(this.model, doc, def.name));
    const known =
      channel !== undefined && this.model.devices.getState().indexOf.has(`${doc.instance}.${channel}`);
    if (known) this.model.editor.setState({ rename: { instance: doc.instance, channel } });
    else void this.#editor.getAction('editor.action.rename')?.run();
  }
}
