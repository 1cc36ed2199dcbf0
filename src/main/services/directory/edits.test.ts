import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApp, type TestApp, type TestWindow } from '../../testing/open-app.ts';

// Profiles and displays as a window sets them: one step of undo each, no silent overwriting.

let app: TestApp;
let window: TestWindow;
beforeEach(async () => {
  app = await openApp();
  window = app.window();
});
afterEach(() => app.close());

const call: TestWindow['client']['call'] = (...given) => window.client.call(...given);
const lookup = (...names: string[]) => ({ lookup: { sources: names.map(name => ({ name })) } });
const profile = (name: string, ...sources: string[]) => ({
  name,
  display: 'short',
  services: lookup(...sources),
});
const display = (name: string) => ({ name, columns: [{ title: 'Name', field: 'name' }] });
const listed = async () =>
  (await call('directory.profiles', {})).profiles.map(one => `${one.name} ${one.scope} ${one.display}`);

describe('setting profiles and displays', () => {
  it('another name is one step, which one undo takes back', async () => {
    await call('directory.setProfile', { profile: profile('foh', 'personal') });
    await call('directory.setProfile', { profile: profile('stage', 'personal'), replaces: 'foh' });
    expect(await listed()).toEqual(['stage patch short', 'default built-in default']);
    await call('patch.undo', {});
    expect(await listed()).toEqual(['foh patch short', 'default built-in default']);
  });

  it('moves to all patches and back, and stays where no scope is given', async () => {
    await call('directory.setProfile', { profile: profile('foh') });
    await call('directory.setProfile', { profile: profile('foh'), replaces: 'foh', scope: 'app' });
    expect(await listed()).toContain('foh app short');
    await call('directory.setProfile', { profile: profile('foh', 'personal'), replaces: 'foh' });
    expect(await listed()).toEqual(['foh app short', 'default built-in default']);
    await call('directory.setProfile', { profile: profile('foh'), replaces: 'foh', scope: 'patch' });
    expect(await listed()).toEqual(['foh patch short', 'default built-in default']);
  });

  it('refuses a taken name, and what is not as it was seen', async () => {
    await call('directory.setProfile', { profile: profile('a') });
    await call('directory.setProfile', { profile: profile('b') });
    await expect(
      call('directory.setProfile', { profile: profile('a'), replaces: 'b' }),
    ).rejects.toMatchObject({ code: 'directory.duplicate' });
    const { services, display: shown } = profile('a');
    const seen = { services, display: shown, name: 'a' };
    await call('directory.setProfile', { profile: profile('a', 'personal'), seen });
    await expect(
      call('directory.setProfile', { profile: profile('a', 'this patch'), seen }),
    ).rejects.toMatchObject({ code: 'directory.changed-meanwhile' });
    await call('directory.removeProfile', { name: 'b' });
    await expect(
      call('directory.setProfile', { profile: profile('b', 'personal'), seen: profile('b') }),
    ).rejects.toMatchObject({ code: 'directory.changed-meanwhile' });
  });

  it('profiles follow the new name of their display, in both scopes', async () => {
    await call('directory.setDisplay', { display: display('short') });
    await call('directory.setProfile', { profile: profile('here') });
    await call('directory.setProfile', { profile: profile('everywhere'), scope: 'app' });
    await call('directory.setDisplay', { display: display('brief'), replaces: 'short' });
    expect(await listed()).toEqual(['here patch brief', 'everywhere app brief', 'default built-in default']);
    expect((await call('directory.profiles', {})).displays.map(one => one.name)).toEqual([
      'brief',
      'default',
    ]);
  });
});
