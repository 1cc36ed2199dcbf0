import type { DirectoryScope } from '../../shared/contract/calls/directory.ts';
import type { Display, Profile } from '../../shared/plugin/profile.ts';
import { t } from '../messages/translate.ts';
import { DeskList, type DeskWorld, type SendOptions } from './desk-list.ts';
import { plainDisplay } from './display-edits.ts';
import type { Model } from './model.ts';
import { undo } from './patch-actions.ts';
import { plainProfile } from './profile-edits.ts';
import type { DisplayInfo, ProfileInfo } from './profiles-store.ts';
import { showToast } from './toast-store.ts';

interface Desks {
  readonly profiles: DeskList<Profile>;
  readonly displays: DeskList<Display>;
}

const desks = new WeakMap<Model, Desks>();

/** The changes of profiles and displays of a window. */
export function deskOf(model: Model): Desks {
  const known = desks.get(model);
  if (known) return known;
  const made = {
    profiles: new DeskList(profileWorld(model)),
    displays: new DeskList(displayWorld(model)),
  };
  desks.set(model, made);
  return made;
}

function profileWorld(model: Model): DeskWorld<Profile> {
  const { link, profiles: store } = model;
  return {
    read: () => store.getState().profiles,
    write: profiles => store.setState({ profiles }),
    plain: plainProfile,
    send: (item, options) => link.call('directory.setProfile', { profile: json(item), ...sent(options) }),
    remove: name => link.call('directory.removeProfile', { name }),
  };
}

function displayWorld(model: Model): DeskWorld<Display> {
  const { link, profiles: store } = model;
  return {
    read: () => store.getState().displays,
    write: displays => store.setState({ displays }),
    plain: plainDisplay,
    send: (item, options) => link.call('directory.setDisplay', { display: json(item), ...sent(options) }),
    remove: name => link.call('directory.removeDisplay', { name }),
  };
}

export async function removeProfile(model: Model, profile: ProfileInfo): Promise<void> {
  const { profiles } = deskOf(model);
  const fault = await profiles.remove(profile.name);
  offerUndo(model, profile, fault, scope => profiles.add(plainProfile(profile), scope));
}

export async function removeDisplay(model: Model, display: DisplayInfo): Promise<void> {
  const { displays } = deskOf(model);
  const fault = await displays.remove(display.name);
  offerUndo(model, display, fault, scope => displays.add(plainDisplay(display), scope));
}

/** What belongs to the patch is in its history; the rest is put back as it was. */
function offerUndo(
  model: Model,
  { name, scope }: { readonly name: string; readonly scope: string },
  fault: string,
  putBack: (scope: DirectoryScope) => Promise<string>,
): void {
  if (fault !== '') return tellFault(model, fault);
  const run = () => void (scope === 'patch' ? undo(model) : putBack('app'));
  const action = { label: t('command.undo'), run };
  showToast(model.toasts, 'done', t('toast.deleted', { what: name }), { action });
}

/** Say why something was not done; nothing when it was. */
export function tellFault(model: Model, fault: string): void {
  if (fault !== '') showToast(model.toasts, 'error', fault);
}

function sent<T extends object>({ seen, ...options }: SendOptions<T>) {
  return seen === undefined ? options : { ...options, seen: json(seen) };
}

/** What is absent stays absent on its way to the engine. */
function json<T extends object>(value: T): T & { readonly [key: string]: unknown } {
  return JSON.parse(JSON.stringify(value)) as T & { readonly [key: string]: unknown };
}
