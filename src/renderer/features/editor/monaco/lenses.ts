import { milliseconds, t } from '../../../messages/translate.ts';
import { askScript } from '../../../model/editor-request.ts';
import { valueOf, wiresInto } from '../../../model/editor-channels.ts';
import type { EditorDoc } from '../../../model/editor-store.ts';
import type { Model } from '../../../model/model.ts';
import { reveal } from '../../../model/selection-store.ts';
import { handlerDefs } from '../source/channel-uses.ts';
import { docOf, LANGUAGES, rangeOf } from './languages.ts';
import { monaco } from './monaco.ts';

/** Above each handler: what comes in, how often, how long it takes, and a way to try it. */
export function registerLenses(model: Model): monaco.IDisposable {
  const changed = new monaco.Emitter<monaco.languages.CodeLensProvider>();
  const run = monaco.editor.registerCommand(
    'crosspatch.run',
    (_, instance: string, channel: string) => void runHandler(model, instance, channel),
  );
  const show = monaco.editor.registerCommand('crosspatch.showNode', (_, instance: string) => {
    model.editor.setState({ wide: false });
    reveal(model.selection, { instances: [instance] });
  });
  const provider: monaco.languages.CodeLensProvider = {
    onDidChange: changed.event,
    provideCodeLenses(text) {
      const doc = docOf(model.editor.getState().docs, text);
      return { lenses: doc ? lensesOf(model, doc, text) : [], dispose: () => undefined };
    },
  };
  const registered = monaco.languages.registerCodeLensProvider(LANGUAGES, provider);
  const stop = model.editor.subscribe((state, before) => {
    if (state.rates !== before.rates) changed.fire(provider);
  });
  return {
    dispose: () => {
      stop();
      for (const one of [run, show, registered, changed]) one.dispose();
    },
  };
}

/** The channel that calls a function of a module. */
export function channelOfHandler(model: Model, doc: EditorDoc, name: string): string {
  if (doc.language === 'lua') return name;
  const file = model.editor
    .getState()
    .files.get(doc.instance)
    ?.find(one => one.path === doc.path);
  return `${file?.module ?? doc.path.replace(/\.\w+$/, '')}.${name}`;
}

function lensesOf(model: Model, doc: EditorDoc, text: monaco.editor.ITextModel): monaco.languages.CodeLens[] {
  const { indexOf } = model.devices.getState();
  const { rates } = model.editor.getState();
  return handlerDefs(text.getValue(), doc.language).flatMap(def => {
    const channel = channelOfHandler(model, doc, def.name);
    const ref = `${doc.instance}.${channel}`;
    if (!indexOf.has(ref)) return [];
    const range = rangeOf(text, def.start, def.start);
    const wires = wiresInto(model, doc.instance, channel);
    const { rate, p95 } = rates.get(ref) ?? { rate: 0, p95: 0 };
    const numbers = t('editor.lens', {
      wires: t(wires === 1 ? 'editor.lens.wire' : 'editor.lens.wires', { n: wires }),
      rate: rate < 10 && rate > 0 ? rate.toFixed(1) : Math.round(rate),
      p95: milliseconds(p95),
    });
    const value = lastValue(model, doc.instance, channel);
    return [
      { range, command: { id: 'crosspatch.showNode', title: numbers, arguments: [doc.instance] } },
      {
        range,
        command: {
          id: 'crosspatch.run',
          title: t('editor.lens.run', { value: value.toFixed(2) }),
          arguments: [doc.instance, channel],
        },
      },
    ];
  });
}

/** The value to try a handler with: the last one that came, or the middle. */
function lastValue(model: Model, instance: string, channel: string): number {
  const value = valueOf(model, instance, channel);
  return Number.isNaN(value) ? 0.5 : value;
}

async function runHandler(model: Model, instance: string, channel: string): Promise<void> {
  const value = lastValue(model, instance, channel);
  await askScript(model.link, instance, 'run', { channel, value }).catch(model.complain);
}
