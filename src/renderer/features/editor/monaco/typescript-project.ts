import * as ts from 'monaco-editor/languages/features/typescript/register';
import { askScript } from '../../../model/editor-request.ts';
import type { Model } from '../../../model/model.ts';
import { languageOf, uriOf } from './languages.ts';
import { monaco } from './monaco.ts';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.NodeJs,
  lib: ['es2023'],
  strict: true,
  noEmit: true,
  allowNonTsExtensions: true,
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
};

/** 7044 and its like advise on style; handlers are small. */
const QUIET = [7044, 7045, 7047, 80001];

/** Everything but completion, which knows the channels here, and rename, which also reaches the patch. */
const MODES: ts.ModeConfiguration = {
  completionItems: false,
  hovers: true,
  documentSymbols: true,
  definitions: true,
  references: true,
  documentHighlights: true,
  rename: true,
  diagnostics: true,
  documentRangeFormattingEdits: true,
  signatureHelp: true,
  onTypeFormattingEdits: true,
  codeActions: true,
  inlayHints: false,
};

const DEFAULTS = [ts.typescriptDefaults, ts.javascriptDefaults];

/** What the TypeScript service knows: the types of one script's channels, and its modules that are not open. */
class TypeScriptProject {
  readonly #libs = new Map<string, { readonly text: string; readonly drop: () => void }>();
  #instance: string | undefined;

  constructor(private readonly model: Model) {
    for (const one of DEFAULTS) {
      one.setCompilerOptions(OPTIONS);
      one.setDiagnosticsOptions({ diagnosticCodesToIgnore: QUIET });
      one.setModeConfiguration(MODES);
      one.setEagerModelSync(true);
    }
  }

  /** Know this script, and no other. */
  async show(instance: string): Promise<void> {
    this.#instance = instance;
    const { link } = this.model;
    const types = await askScript(link, instance, 'types', {}).catch(() => undefined);
    const files = await this.#closedFiles(instance);
    if (this.#instance !== instance || !types) return;
    const wanted = new Map(files).set('file:///crosspatch.d.ts', types.text);
    for (const [path, { drop }] of this.#libs) {
      if (wanted.has(path)) continue;
      drop();
      this.#libs.delete(path);
    }
    for (const [path, text] of wanted) this.#add(path, text);
  }

  async #closedFiles(instance: string): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const { path, exists } of this.model.editor.getState().files.get(instance) ?? []) {
      const uri = uriOf(instance, path);
      if (!exists || monaco.editor.getModel(uri) || !/script$/.test(languageOf(path))) continue;
      const read = await askScript(this.model.link, instance, 'read', { path }).catch(() => undefined);
      if (read) found.set(uri.toString(), read.text);
    }
    return found;
  }

  #add(path: string, text: string): void {
    const before = this.#libs.get(path);
    if (before?.text === text) return;
    before?.drop();
    const added = DEFAULTS.map(one => one.addExtraLib(text, path));
    this.#libs.set(path, { text, drop: () => added.forEach(one => one.dispose()) });
  }
}

/** The language service behind a module. */
export async function serviceOf(uri: monaco.Uri, language: string): Promise<ts.TypeScriptWorker> {
  const get = await (language === 'javascript' ? ts.getJavaScriptWorker() : ts.getTypeScriptWorker());
  return await get(uri);
}

const projects = new WeakMap<Model, TypeScriptProject>();

/** The one project of this window. */
export function projectOf(model: Model): TypeScriptProject {
  const project = projects.get(model) ?? new TypeScriptProject(model);
  projects.set(model, project);
  return project;
}

/** A place in a module, as the language service counts. */
export interface Span {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

/** Everything that gets another name with the thing at `offset`; empty when TypeScript cannot tell. */
export async function renameSpans(
  uri: monaco.Uri,
  language: string,
  offset: number,
): Promise<readonly Span[]> {
  try {
    const service = await serviceOf(uri, language);
    const found: unknown = await service.findRenameLocations(uri.toString(), offset, false, false, false);
    const places = (found ?? []) as readonly {
      fileName: string;
      textSpan: { start: number; length: number };
    }[];
    return places.map(({ fileName, textSpan: { start, length } }) => ({
      uri: fileName,
      start,
      end: start + length,
    }));
  } catch {
    return [];
  }
}
