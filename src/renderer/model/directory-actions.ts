import type { DirectoryScope, FoundEntry, SourceInfo } from '../../shared/contract/calls/directory.ts';
import type { SourceConfig } from '../../shared/plugin/source.ts';
import { messageOf } from '../../shared/error/coded-error.ts';
import { t } from '../messages/translate.ts';
import type { Model } from './model.ts';
import { undo } from './patch-actions.ts';
import { showToast } from './toast-store.ts';

/** Give a channel a name of its own in this patch; an empty one takes it back. */
export async function nameChannel(
  model: Model,
  instance: string,
  channel: string,
  name: string,
): Promise<void> {
  await model.link.call('directory.rename', { instance, channel, name }).catch(model.complain);
}

/** Make an entry a favourite, or none any more. */
export async function starEntry(model: Model, { entry, favorite }: FoundEntry): Promise<void> {
  const id = entry.relations.source_entry_id;
  if (id === null) return;
  await model.link.call('directory.star', { source: entry.source, id, on: !favorite }).catch(model.complain);
}

/** Add a source, or replace the one named `before`. Answers what is wrong with it; empty when it was done. */
export async function saveSource(
  model: Model,
  source: SourceConfig,
  scope: DirectoryScope,
  before: string | undefined,
): Promise<string> {
  const given = withoutAbsent(source);
  try {
    if (before === undefined) await model.link.call('directory.addSource', { source: given, scope });
    else await model.link.call('directory.editSource', { name: before, source: given });
    return '';
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function withoutAbsent(source: SourceConfig): SourceConfig {
  return Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined),
  ) as unknown as SourceConfig;
}

export async function setSourceEnabled(model: Model, source: SourceInfo, enabled: boolean): Promise<void> {
  const fault = await saveSource(model, { ...source.config, enabled }, source.scope, source.name);
  if (fault !== '') showToast(model.toasts, 'error', fault);
}

export async function removeSource(model: Model, { name, scope, config }: SourceInfo): Promise<void> {
  try {
    await model.link.call('directory.removeSource', { name });
  } catch (thrown) {
    return model.complain(thrown);
  }
  // What belongs to the patch is in its history; the rest is put back as it was.
  const back = () => void (scope === 'patch' ? undo(model) : saveSource(model, config, scope, undefined));
  const action = { label: t('command.undo'), run: back };
  showToast(model.toasts, 'done', t('toast.deleted', { what: name }), { action });
}

/** Read a source again now. */
export async function reloadSource(model: Model, name: string): Promise<void> {
  await model.link.call('directory.reloadSource', { name }).catch(model.complain);
}

/** Put a source elsewhere in the order of its scope: of two names for one channel the first source's counts. */
export async function moveSource(model: Model, name: string, index: number): Promise<void> {
  await model.link.call('directory.moveSource', { name, index }).catch(model.complain);
}
