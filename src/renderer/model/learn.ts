import { t } from '../messages/translate.ts';
import { addInstance } from './graph-edits.ts';
import type { Model } from './model.ts';

/** Where OSC apps send to by habit. */
const OSC_LISTEN = '127.0.0.1 8000';

/**
 * Listen on every input of the patch. An empty patch has none yet: it gets one for OSC, which needs no device to be
 * named.
 */
export async function startLearning(model: Model): Promise<void> {
  const { document } = model.patch.getState();
  const osc = model.devices.getState().manifests.get('osc');
  if (document.instances.length === 0 && osc) {
    const { name, operations } = addInstance(document, osc, { x: 0, y: 0 });
    const bind = { op: 'option.set', instance: name, option: 'bind', value: OSC_LISTEN } as const;
    await model.edit(t('edit.add', { name }), [...operations, bind]);
  }
  model.dialogs.setState({ learning: true });
}
