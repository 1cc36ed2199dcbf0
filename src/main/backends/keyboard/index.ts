import type { BackendPlugin } from '../../../shared/plugin/backend.ts';
import { chordInfo, parseChord, suggestChords } from './chord.ts';
import { keyboardManifest } from './config.ts';
import { Keys } from './keys.ts';

/**
 * Keys pressed in the window. The window tells each instance of this backend by `devices.request`:
 *
 * - `keys` `{}` answers `{ keys }`: the names that the patch uses (`ctrl+KeyS`). The instance notifies `keys` with the same
 *   when they change, so that the window knows at once which keys to keep from the page (`preventDefault`).
 * - `key` `{ code, down, ctrl, alt, shift, meta }` from `keydown` and `keyup` (`KeyboardEvent.code`, its modifiers),
 *   never while the focus is in a text field. Repeats of a held key may be left out. Answers `{ used }`.
 * - `alive` `{}` once a second while any key is down: a window that is silent for 3 s then counts as gone.
 * - `blur` `{}` when the window loses the focus: releases every key.
 */
export const keyboardBackend: BackendPlugin = {
  manifest: keyboardManifest,
  load: () => ({
    channel: (instance, channel) => chordInfo(parseChord(instance, channel)),
    suggest: (text, _options, limit) => suggestChords(text, limit),
    create: args => new Keys(args),
  }),
};
