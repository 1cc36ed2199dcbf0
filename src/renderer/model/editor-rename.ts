import type { PatchDocument } from '../../shared/patch/document.ts';
import type { ModuleEdit, Operation } from '../../shared/patch/operation.ts';
import { t } from '../messages/translate.ts';
import type { Model } from './model.ts';

/** A channel under another name: its row and every wire that ends at it. Wires keep their places. */
export function renameChannel(
  document: PatchDocument,
  instance: string,
  from: string,
  to: string,
): Operation[] {
  const [before, after] = [`${instance}.${from}`, `${instance}.${to}`];
  const operations: Operation[] = [];
  document.mappings.forEach((mapping, index) => {
    if (mapping.from !== before && mapping.to !== before) return;
    operations.push({ op: 'mapping.remove', from: mapping.from, to: mapping.to });
    const renamed = {
      ...mapping,
      from: mapping.from === before ? after : mapping.from,
      to: mapping.to === before ? after : mapping.to,
    };
    operations.push({ op: 'mapping.add', mapping: renamed, index });
  });
  const decl = document.instances.find(one => one.name === instance);
  if (decl?.channels.includes(from) === true) {
    const channels = decl.channels.map(one => (one === from ? to : one));
    operations.push({ op: 'channels.set', instance, channels });
  }
  return operations;
}

/** Why a channel cannot have this name; undefined when it can. */
export function renameFault(names: readonly string[], from: string, to: string): string | undefined {
  if (to === '' || /[\s"'`\\{}]/.test(to)) return t('rename.badName');
  if (to !== from && names.includes(to)) return t('rename.taken', { name: to });
  return undefined;
}

/** Rename in the patch and in the modules, as one step that undo takes back. */
export async function commitRename(
  model: Model,
  instance: string,
  from: string,
  to: string,
  modules: readonly ModuleEdit[],
): Promise<boolean> {
  const operations = renameChannel(model.patch.getState().document, instance, from, to);
  const label = t('edit.renameChannel', { from, to });
  try {
    // A step needs an operation: a channel that only the code knows has none of its own.
    const own = operations.length > 0 ? operations : [sameRows(model, instance)];
    await model.link.call('patch.edit', { label, operations: own, modules: [...modules] });
    return true;
  } catch (thrown) {
    model.complain(thrown);
    return false;
  }
}

function sameRows(model: Model, instance: string): Operation {
  const decl = model.patch.getState().document.instances.find(one => one.name === instance);
  return { op: 'channels.set', instance, channels: [...(decl?.channels ?? [])] };
}
