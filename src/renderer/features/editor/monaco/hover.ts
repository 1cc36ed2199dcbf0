import { channelsOf } from '../../../model/editor-channels.ts';
import type { Model } from '../../../model/model.ts';
import { t } from '../../../messages/translate.ts';
import { channelUses } from '../source/channel-uses.ts';
import { apiEntry, describe } from './completion.ts';
import { docOf, LANGUAGES, rangeOf } from './languages.ts';
import { monaco } from './monaco.ts';

/** Over a channel: its directions, its wires and its last value. Over a function of the API: what it does. */
export function registerHover(model: Model): monaco.IDisposable {
  return monaco.languages.registerHoverProvider(LANGUAGES, {
    provideHover(text, position) {
      const doc = docOf(model.editor.getState().docs, text);
      if (!doc) return null;
      const offset = text.getOffsetAt(position);
      const use = channelUses(text.getValue(), doc.language).find(
        one => one.start <= offset && offset <= one.end,
      );
      if (!use) return doc.language === 'script' ? null : apiHover(text, position, doc.language);
      const channel = channelsOf(model, doc.instance).find(one => one.name === use.channel);
      const lines = channel
        ? [`**${use.channel}** — ${describe(channel)}`, channel.peers]
        : [`**${use.channel}**`, t('editor.noChannel')];
      return {
        range: rangeOf(text, use.start, use.end),
        contents: lines.filter(Boolean).map(value => ({ value })),
      };
    },
  });
}

function apiHover(
  text: monaco.editor.ITextModel,
  position: monaco.Position,
  language: 'python' | 'lua',
): monaco.languages.Hover | null {
  const entry = apiEntry(text.getWordAtPosition(position)?.word ?? '');
  const signature = entry?.signature[language];
  if (!entry || signature === undefined) return null;
  return {
    contents: [{ value: `\`\`\`${language}\n${entry.name}${signature}\n\`\`\`` }, { value: entry.summary }],
  };
}
