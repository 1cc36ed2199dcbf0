import { valueOf } from '../../../model/editor-channels.ts';
import type { Model } from '../../../model/model.ts';
import { channelUses } from '../source/channel-uses.ts';
import { docOf, LANGUAGES } from './languages.ts';
import { monaco } from './monaco.ts';

/** How often the shown values follow, in ms: text that moves more often cannot be read. */
const EVERY = 250;

/** The last value behind each channel that the text names. */
export function registerHints(model: Model): monaco.IDisposable {
  const changed = new monaco.Emitter<void>();
  let shown = '';
  const provider = monaco.languages.registerInlayHintsProvider(LANGUAGES, {
    onDidChangeInlayHints: changed.event,
    provideInlayHints(text, range) {
      const { docs, hints } = model.editor.getState();
      const doc = docOf(docs, text);
      if (!doc || !hints) return { hints: [], dispose: () => undefined };
      const found = channelUses(text.getValue(), doc.language).flatMap(use => {
        const value = valueOf(model, doc.instance, use.channel);
        const position = text.getPositionAt(use.hintAt);
        if (Number.isNaN(value) || !monaco.Range.containsPosition(range, position)) return [];
        return [{ position, label: value.toFixed(3), paddingLeft: true, tooltip: use.channel }];
      });
      return { hints: found, dispose: () => undefined };
    },
  });
  const timer = setInterval(() => {
    const next = valuesIn(model);
    if (next === shown) return;
    shown = next;
    changed.fire();
  }, EVERY);
  return {
    dispose: () => {
      clearInterval(timer);
      provider.dispose();
      changed.dispose();
    },
  };
}

/** The values of the script that is shown, as one text that tells whether any of them changed. */
function valuesIn(model: Model): string {
  const { instance, hints, shown } = model.editor.getState();
  if (!hints || !shown || instance === undefined) return '';
  return model.devices
    .getState()
    .channels.filter(one => one.instance === instance)
    .map(one => `${one.channel}=${model.live.get(one.index).toFixed(3)}`)
    .join(' ');
}
