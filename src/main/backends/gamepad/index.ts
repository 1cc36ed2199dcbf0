import type { BackendPlugin } from '../../../shared/plugin/backend.ts';
import { padChannelInfo, parsePadChannel, suggestPadChannels } from './channels.ts';
import { gamepadManifest } from './config.ts';
import { Pad } from './pad.ts';

/**
 * Gamepads of the computer that shows the window. The window reads them (`navigator.getGamepads()`), for only a page can
 * do so on every system, and tells each instance of this backend by `devices.request`:
 *
 * - `hello` `{}` answers `{ pad, index }`: which pad the instance wants (its option), and which one it has or null.
 * - `state` `{ pads: [{ index, id, axes: [-1..1 ...], buttons: [0..1 ...] }, ...] }`, every pad there is (an empty list
 *   when there is none): when anything changed, at most 60 times a second, and once a second when nothing did. Answers
 *   `{ index }` of the pad it took. A window that is silent for 3 s counts as gone, and what was pressed is released.
 *
 * The instance notifies (`BackendInstance` topic) `rumble` with `{ index, strong, weak }`, 0..1 each; the window plays it
 * by `vibrationActuator.playEffect('dual-rumble', ...)` until the next one. 0 and 0 is silence.
 */
export const gamepadBackend: BackendPlugin = {
  manifest: gamepadManifest,
  load: () => ({
    channel: (instance, channel) => padChannelInfo(parsePadChannel(instance, channel)),
    suggest: (text, _options, limit) => suggestPadChannels(text, limit),
    create: args => new Pad(args),
  }),
};
