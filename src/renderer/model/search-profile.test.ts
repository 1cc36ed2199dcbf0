import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StubLink } from '../testing/stub-link.ts';
import { newProfile } from './profile-edits.ts';
import { createProfilesStore } from './profiles-store.ts';
import { searchWithProfile } from './search-profile.ts';
import { createSettingsStore } from './settings-store.ts';

const info = (...sources: string[]) => ({
  profiles: [
    { ...newProfile('foh', sources), scope: 'patch' as const },
    { ...newProfile('default', ['a']), scope: 'built-in' as const },
  ],
  displays: [],
});

describe('the search of the library', () => {
  const stub = new StubLink();
  const profiles = createProfilesStore(stub.link);
  const settings = createSettingsStore({ getItem: () => null, setItem: () => undefined });
  const search = searchWithProfile(stub.link, profiles, settings);
  const used = () => stub.of('directory.search').map(one => one['profile']);
  const settle = () => vi.advanceTimersByTimeAsync(100);
  beforeEach(() => {
    vi.useFakeTimers();
    stub.answers['directory.search'] = () => ({ results: [], sources: [], done: true });
    stub.answers['directory.cancelSearch'] = () => ({ done: true });
  });
  afterEach(() => vi.useRealTimers());

  it('uses the profile that the window is set to, and looks anew when it is another or changes', async () => {
    stub.announce('directory.profilesChanged', info('a', 'b'));
    search.type('x');
    await settle();
    settings.setState({ searchProfile: 'foh' });
    await settle();
    stub.announce('directory.profilesChanged', info('a', 'b'));
    settings.setState({ leftTab: 'library' });
    await settle();
    expect(used()).toEqual(['default', 'foh']);
    stub.announce('directory.profilesChanged', info('b'));
    await settle();
    stub.announce('directory.profilesChanged', { ...info(), profiles: info().profiles.slice(1) });
    await settle();
    expect(used()).toEqual(['default', 'foh', 'foh', 'default']);
  });
});
