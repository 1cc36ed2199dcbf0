import type { Profile, ProfileService } from '../../shared/plugin/profile.ts';
import { moved } from './list-moves.ts';
import type { ProfileInfo } from './profiles-store.ts';

/** The services of a profile that the window knows; others stay as they are. */
export const PROFILE_SERVICES = ['lookup', 'reverse', 'favorites'] as const;
export type ProfileServiceName = (typeof PROFILE_SERVICES)[number];

/** The profile as the engine keeps it, without where it is kept. */
export function plainProfile({ name, display, services }: Profile): Profile {
  return { name, display, services };
}

export function serviceOf(profile: Profile, service: ProfileServiceName): ProfileService {
  return (
    (Object.hasOwn(profile.services, service) ? profile.services[service] : undefined) ?? { sources: [] }
  );
}

export interface SourceChoice {
  readonly name: string;
  readonly chosen: boolean;
  /** The profile names it, but there is no such source now. */
  readonly missing: boolean;
}

/** Those that a service asks, in their order; then all others. */
export function sourceChoices(service: ProfileService, all: readonly string[]): readonly SourceChoice[] {
  const chosen = service.sources.map(source => source.name);
  return [
    ...chosen.map(name => ({ name, chosen: true, missing: !all.includes(name) })),
    ...all.filter(name => !chosen.includes(name)).map(name => ({ name, chosen: false, missing: false })),
  ];
}

/** Ask a source from now on, as the last one, or no longer. */
export function chooseSource(
  profile: Profile,
  service: ProfileServiceName,
  name: string,
  on: boolean,
): Profile {
  const before = serviceOf(profile, service);
  const others = before.sources.filter(source => source.name !== name);
  return withService(profile, service, { ...before, sources: on ? [...others, { name }] : others });
}

export function moveProfileSource(
  profile: Profile,
  service: ProfileServiceName,
  name: string,
  by: -1 | 1,
): Profile {
  const before = serviceOf(profile, service);
  const at = before.sources.findIndex(source => source.name === name);
  const sources = moved(before.sources, at, by);
  return sources === before.sources ? profile : withService(profile, service, { ...before, sources });
}

/** Seconds above 0, undefined for none. Answers undefined where the text is neither. */
export function readTimeout(text: string): { readonly seconds: number | undefined } | undefined {
  const given = text.trim().replace(',', '.');
  if (given === '') return { seconds: undefined };
  const seconds = Number(given);
  return Number.isFinite(seconds) && seconds > 0 && seconds <= 3600 ? { seconds } : undefined;
}

export function withTimeout(
  profile: Profile,
  service: ProfileServiceName,
  seconds: number | undefined,
): Profile {
  const { sources } = serviceOf(profile, service);
  return withService(profile, service, {
    sources,
    ...(seconds === undefined ? {} : { options: { timeout: seconds } }),
  });
}

function withService(profile: Profile, service: ProfileServiceName, value: ProfileService): Profile {
  return { ...profile, services: { ...profile.services, [service]: value } };
}

/** A new profile that asks all sources. */
export function newProfile(name: string, sources: readonly string[]): Profile {
  const one = { sources: sources.map(source => ({ name: source })) };
  return { name, display: 'default', services: { lookup: one, reverse: one, favorites: one } };
}

/** The profile that a search uses: the wanted one while there is such a profile. */
export function usableProfile(profiles: readonly ProfileInfo[], wanted: string): string {
  return profiles.some(one => one.name === wanted) ? wanted : 'default';
}
