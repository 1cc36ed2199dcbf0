import type { OptionScalar } from '../patch/options.ts';

/** What a form field holds. */
export type OptionKind = 'text' | 'secret' | 'number' | 'boolean' | 'choice' | 'file' | 'folder' | 'code';

/** One option of a backend, source or module: it makes the type, the form and the reference page. */
export interface OptionSpec {
  /** As it is written in a patch file, for example `bind`. */
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly kind: OptionKind;
  readonly default?: string | number | boolean;
  readonly required?: boolean;
  /** May be given several times; the value is a list. */
  readonly repeat?: boolean;
  /** Other names that mean the same, for files written for MIDIMonster. */
  readonly aliases?: readonly string[];
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Unit as shown behind the field: "ms", "Hz". */
  readonly unit?: string;
  readonly placeholder?: string;
  /** Shown only when the user opens "More". */
  readonly advanced?: boolean;
}

/** Options whose name is the user's, such as the patterns of OSC (`/fader = f 0 1`). */
export interface FreeOptionSpec {
  /** A regular expression (source text) that the name matches. */
  readonly pattern: string;
  readonly label: string;
  readonly help: string;
  readonly placeholder?: string;
}

type ScalarOf<S extends OptionSpec> = S['kind'] extends 'number'
  ? number
  : S['kind'] extends 'boolean'
    ? boolean
    : string;
type ReadOf<S extends OptionSpec> = S extends { readonly repeat: true }
  ? readonly ScalarOf<S>[]
  : S extends { readonly default: OptionScalar } | { readonly required: true }
    ? ScalarOf<S>
    : ScalarOf<S> | undefined;

/** The type that a list of option specs reads into. */
export type OptionsOf<T extends readonly OptionSpec[]> = {
  readonly [S in T[number] as S['name']]: ReadOf<S>;
};
