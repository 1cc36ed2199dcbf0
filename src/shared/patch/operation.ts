import type { OptionValue } from './options.ts';
import type { InstanceDecl, JsonValue, MappingDecl, NodeLayout } from './document.ts';

/**
 * One edit of a patch document. Each is small, says all it needs, and has an inverse (`invert`); what a user calls one
 * edit ("delete these three nodes") is a list of them.
 */
export type Operation =
  /** Insert at `index`; behind the last one when absent. */
  | { readonly op: 'instance.add'; readonly instance: InstanceDecl; readonly index?: number }
  /** Its wires must be gone already; its places are removed by operations of their own. */
  | { readonly op: 'instance.remove'; readonly name: string }
  /** Renames the instance, in every wire, in the layout and in the directory's section too. */
  | { readonly op: 'instance.rename'; readonly name: string; readonly to: string }
  /** `value` absent removes the option; `index` is its place among the options when it is new. */
  | {
      readonly op: 'option.set';
      readonly instance: string;
      readonly option: string;
      readonly value?: OptionValue;
      readonly index?: number;
    }
  | {
      readonly op: 'global.set';
      readonly backend: string;
      readonly option: string;
      readonly value?: OptionValue;
      readonly index?: number;
    }
  | { readonly op: 'channels.set'; readonly instance: string; readonly channels: readonly string[] }
  | { readonly op: 'mapping.add'; readonly mapping: MappingDecl; readonly index?: number }
  | { readonly op: 'mapping.remove'; readonly from: string; readonly to: string }
  /** Changes `both` or `off` of a mapping. */
  | {
      readonly op: 'mapping.set';
      readonly from: string;
      readonly to: string;
      readonly both?: boolean;
      readonly off?: boolean;
    }
  | { readonly op: 'section.set'; readonly section: string; readonly value?: JsonValue }
  | { readonly op: 'layout.node'; readonly instance: string; readonly layout?: NodeLayout }
  | { readonly op: 'layout.extra'; readonly key: string; readonly value?: JsonValue };

/** A module of a script whose text changes with an edit of the patch. */
export interface ModuleEdit {
  readonly instance: string;
  /** As the script names it: relative to the patch. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A user's edit: what undo takes back at once, with the words that the History shows. */
export interface Edit {
  readonly label: string;
  readonly operations: readonly Operation[];
  readonly modules?: readonly ModuleEdit[];
}
