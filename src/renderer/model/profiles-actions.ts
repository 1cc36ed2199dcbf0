import type { DirectoryScope } from '../../shared/contract/calls/directory.ts';
import { CodedError, messageOf } from '../../shared/error/coded-error.ts';
import type { Display, Profile } from '../../shared/plugin/profile.ts';
import { t } from '../messages/translate.ts';
import { plainDisplay } from './display-edits.ts';
import type { Model } from './model.ts';
import { undo } from './patch-actions.ts';
import { plainProfile } from './profile-edits.ts';
import type { DisplayInfo, ProfileInfo } from './profiles-store.ts';
import { showToast } from './toast-store.ts';

interface Change {
  /** Where it goes; where it is when absent. */
  readonly scope?: DirectoryScope;
}

/** Add a profile, or put it in the place of `before`. Answers what is wrong with it; empty when it was done. */
export function saveProfile(
  model: Model,
  profile: Profile,
  before: ProfileInfo | undefined,
  { scope }: Change = {},
): Promise<string> {
  const known = before && { replaces: before.name, seen: json(plainProfile(before)) };
  return faultOf(model, () =>
    model.link.call('directory.setProfile', { profile: json(profile), ...known, ...(scope && { scope }) }),
  );
}

/** As `saveProfile`; profiles that show it follow its name. */
export function saveDisplay(
  model: Model,
  display: Display,
  before: DisplayInfo | undefined,
  { scope }: Change = {},
): Promise<string> {
  const known = before && { replaces: before.name, seen: json(plainDisplay(before)) };
  return faultOf(model, () =>
    model.link.call('directory.setDisplay', { display: json(display), ...known, ...(scope && { scope }) }),
  );
}

export async function removeProfile(model: Model, profile: ProfileInfo): Promise<boolean> {
  const fault = await faultOf(model, () =>
    model.link.call('directory.removeProfile', { name: profile.name }),
  );
  if (fault !== '') return complain(model, fault);
  offerUndo(model, profile, () => saveProfile(model, plainProfile(profile), undefined, { scope: 'app' }));
  return true;
}

export async function removeDisplay(model: Model, display: DisplayInfo): Promise<boolean> {
  const fault = await faultOf(model, () =>
    model.link.call('directory.removeDisplay', { name: display.name }),
  );
  if (fault !== '') return complain(model, fault);
  offerUndo(model, display, () => saveDisplay(model, plainDisplay(display), undefined, { scope: 'app' }));
  return true;
}

/** What belongs to the patch is in its history; the rest is put back as it was. */
function offerUndo(
  model: Model,
  { name, scope }: { readonly name: string; readonly scope: string },
  putBack: () => Promise<string>,
): void {
  const run = () => void (scope === 'patch' ? undo(model) : putBack());
  const action = { label: t('command.undo'), run };
  showToast(model.toasts, 'done', t('toast.deleted', { what: name }), { action });
}

function complain(model: Model, fault: string): false {
  showToast(model.toasts, 'error', fault);
  return false;
}

/** What was changed elsewhere is shown as it is now by itself; that the own change is lost is worth a toast. */
async function faultOf(model: Model, action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
    return '';
  } catch (thrown) {
    if (thrown instanceof CodedError && thrown.code === 'directory.changed-meanwhile') model.complain(thrown);
    return messageOf(thrown);
  }
}

/** What is absent stays absent on its way to the engine. */
function json<T extends object>(value: T): T & { readonly [key: string]: unknown } {
  return JSON.parse(JSON.stringify(value)) as T & { readonly [key: string]: unknown };
}
