import type { Options } from './options.ts';

/** The format that this program writes. */
export const PATCH_VERSION = 1;

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What could not be understood, by JSON pointer of its place below its owner; written back as it was. */
export type Unknown = Readonly<Record<string, JsonValue>>;

export interface InstanceDecl {
  /** Unique over all backends; see `instanceNameFault`. */
  readonly name: string;
  readonly backend: string;
  readonly options: Options;
  /** Channels that have a row although no wire uses them yet, as the user wrote them. */
  readonly channels: readonly string[];
  readonly unknown?: Unknown;
}

/** A wire or a bundle of wires, kept as the user wrote it: `in.ch0.cc{1..8}` to `out.{1..8}`. */
export interface MappingDecl {
  readonly from: string;
  readonly to: string;
  /** Also from `to` to `from` (`<>` in a MIDIMonster file). */
  readonly both: boolean;
  /** Kept but not run: switched off by hand or cut out of a loop. */
  readonly off: boolean;
  readonly unknown?: Unknown;
}

export interface NodeLayout {
  readonly x: number;
  readonly y: number;
  /** Pixels; absent = the default width. */
  readonly width?: number;
  readonly collapsed?: boolean;
  readonly unknown?: Unknown;
}

/** What the canvas needs and the patch does not: moving a node changes nothing else in the file. */
export interface Layout {
  readonly nodes: Readonly<Record<string, NodeLayout>>;
  /**
   * Places of things inside a panel, notes and so on, by key; the owner of the key knows the meaning. What belongs to
   * an instance has the key `NAME` or `NAME/...`: it is renamed and removed with the instance.
   */
  readonly extra: Readonly<Record<string, JsonValue>>;
}

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
  /** Damaged or unknown parts outside of instances and wires; the pointer "" holds text that was not even JSON. */
  readonly unknown: Unknown;
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
