import type { JsonValue } from '../patch/document.ts';

/** A column of a list: which field of an entry it shows, and under which heading. */
export interface DisplayColumn {
  readonly field?: string | null;
  readonly title?: string | null;
  /** `favorite` and `personal` are computed; every other type is the window's business. */
  readonly type?: string | null;
  /** Shown when an entry has no such field at all; a field that is there and null stays null. */
  readonly default?: JsonValue;
}

export interface Display {
  readonly name: string;
  readonly columns: readonly DisplayColumn[];
}

/** Which sources a service of a profile asks, and how long it waits for them. */
export interface ProfileService {
  readonly sources: readonly { readonly name: string }[];
  /** Seconds, above 0. Absent or null: each service has its own default. */
  readonly options?: { readonly timeout?: number | null };
}

/** A way of looking at the directory: sources by service, and the columns that are shown. */
export interface Profile {
  readonly name: string;
  /** The name of a display. */
  readonly display: string;
  readonly services: Readonly<Record<string, ProfileService>>;
}

/** Profiles by name, as services see them. */
export interface ProfileCatalogue {
  /** Throws `directory.no-profile`. */
  profile(name: string): Profile;
  /** The display of a profile. Throws `directory.no-profile` or `directory.no-display`. */
  display(profile: string): Display;
  /** The sources that a service of a profile asks, in their order; none where the profile does not name the service. */
  sources(profile: string, service: string): readonly string[];
  /** Milliseconds that a service of a profile waits; undefined where it does not say. */
  timeout(profile: string, service: string): number | undefined;
}
