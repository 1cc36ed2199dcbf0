import type { ProfilesInfo } from '../../shared/contract/calls/directory.ts';
import { fail } from '../../shared/error/coded-error.ts';
import type { Display, Profile } from '../../shared/plugin/profile.ts';
import type { DirectorySettings } from './settings.ts';

/** The profile that is there without being configured: all sources, in their order. */
export const DEFAULT = 'default';

const DEFAULT_DISPLAY: Display = {
  name: DEFAULT,
  columns: [
    { field: 'name', title: 'Name', type: 'name' },
    { field: 'section', title: 'Section' },
    { field: 'number', title: 'Number', type: 'number' },
    { field: 'favorite', title: 'Favourite', type: 'favorite' },
  ],
};

/** Profiles and displays by name, with those that come with the program. */
export class Profiles {
  constructor(private readonly settings: DirectorySettings) {}

  /** Throws `directory.no-profile`. */
  profile(name: string): Profile {
    const found = this.settings.all('profiles').find(({ item }) => item.name === name);
    if (found) return found.item;
    if (name === DEFAULT) return this.#default();
    throw fail('directory.no-profile', { profile: name });
  }

  /** The display of a profile. Throws `directory.no-profile` or `directory.no-display`. */
  display(profile: string): Display {
    const wanted = this.profile(profile).display;
    const found = this.settings.all('displays').find(({ item }) => item.name === wanted);
    if (found) return found.item;
    if (wanted === DEFAULT) return DEFAULT_DISPLAY;
    throw fail('directory.no-display', { display: wanted });
  }

  /** The sources that a service of a profile asks. A service that the profile does not name asks none. */
  sources(profile: string, service: string): readonly string[] {
    const { services } = this.profile(profile);
    const found = Object.hasOwn(services, service) ? services[service] : undefined;
    return found?.sources.map(source => source.name) ?? [];
  }

  /** Milliseconds that a service of a profile waits; undefined where it does not say. */
  timeout(profile: string, service: string): number | undefined {
    const { services } = this.profile(profile);
    const seconds = Object.hasOwn(services, service) ? services[service]?.options?.timeout : undefined;
    return seconds === null || seconds === undefined ? undefined : seconds * 1000;
  }

  info(): ProfilesInfo {
    const profiles = this.settings.all('profiles').map(({ scope, item }) => ({ ...item, scope }));
    const displays = this.settings.all('displays').map(({ scope, item }) => ({ ...item, scope }));
    const isThere = (list: readonly { readonly name: string }[]) => list.some(one => one.name === DEFAULT);
    return {
      profiles: isThere(profiles) ? profiles : [...profiles, { ...this.#default(), scope: 'built-in' }],
      displays: isThere(displays) ? displays : [...displays, { ...DEFAULT_DISPLAY, scope: 'built-in' }],
    };
  }

  #default(): Profile {
    const sources = this.settings.sources().map(({ name }) => ({ name }));
    const one = { sources };
    return { name: DEFAULT, display: DEFAULT, services: { lookup: one, reverse: one, favorites: one } };
  }
}
