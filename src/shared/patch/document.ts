import type { Options } from './options.ts';

/** The format that this program writes. */
export const PATCH_VERSION = 1;

export interface InstanceDecl {
  /** Unique over all backends; see `instanceNameFault`. */
  readonly name: string;
  readonly backend: string;
  readonly options: Options;
  /** Channels that have a row although no wire uses them yet, as the user wrote them. */
  readonly channels: readonly string[];
}

/** A wire or a bundle of wires, kept as the user wrote it: `in.ch0.cc{1..8}` to `out.{1..8}`. */
export interface MappingDecl {
  readonly from: string;
  readonly to: string;
  /** Also from `to` to `from` (`<>` in a MIDIMonster file). */
  readonly both: boolean;
  /** Kept but not run: switched off by hand or cut out of a loop. */
  readonly off: boolean;
}

export interface NodeLayout {
  readonly x: number;
  readonly y: number;
  /** Pixels; absent = the default width. */
  readonly width?: number;
  readonly collapsed?: boolean;
}

/** What the canvas needs and the patch does not: moving a node changes nothing else in the file. */
export interface Layout {
  readonly nodes: Readonly<Record<string, NodeLayout>>;
  /** Places of things inside a panel, notes and so on, by key; the owner of the key knows the meaning. */
  readonly extra: Readonly<Record<string, JsonValue>>;
}

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A patch. Never changed in place: an operation makes a new one. */
export interface PatchDocument {
  readonly version: number;
  /** Options of backends as a whole, by backend name. */
  readonly globals: Readonly<Record<string, Options>>;
  readonly instances: readonly InstanceDecl[];
  readonly mappings: readonly MappingDecl[];
  /** Sections of other parts of the program (directory sources, trust), each owned by its service. */
  readonly sections: Readonly<Record<string, JsonValue>>;
  readonly layout: Layout;
  /** What could not be understood, by JSON pointer of its place; written back as it was. */
  readonly unknown: Readonly<Record<string, JsonValue>>;
}

export const EMPTY_PATCH: PatchDocument = {
  version: PATCH_VERSION,
  globals: {},
  instances: [],
  mappings: [],
  sections: {},
  layout: { nodes: {}, extra: {} },
  unknown: {},
};

/** Identity of a mapping: the pair as the user wrote it. */
export function mappingKey(mapping: Pick<MappingDecl, 'from' | 'to'>): string {
  return `${mapping.from} > ${mapping.to}`;
}
