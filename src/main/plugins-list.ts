import type { BackendPlugin } from '../shared/plugin/backend.ts';
import { artnetBackend } from './backends/artnet/index.ts';
import { dmxusbBackend } from './backends/dmxusb/index.ts';
import { evdevBackend } from './backends/evdev/index.ts';
import { gamepadBackend } from './backends/gamepad/index.ts';
import { keyboardBackend } from './backends/keyboard/index.ts';
import { loopbackBackend } from './backends/loopback/index.ts';
import { luaBackend } from './backends/lua/index.ts';
import { mawebBackend } from './backends/maweb/index.ts';
import { midiBackend } from './backends/midi/index.ts';
import { mqttBackend } from './backends/mqtt/index.ts';
import { openpixelcontrolBackend } from './backends/openpixelcontrol/index.ts';
import { oscBackend } from './backends/osc/index.ts';
import { panelBackend } from './backends/panel/index.ts';
import { pythonBackend } from './backends/python/index.ts';
import { rtpmidiBackend } from './backends/rtpmidi/index.ts';
import { sacnBackend } from './backends/sacn/index.ts';
import { typescriptBackend } from './backends/script/index.ts';
import { viscaBackend } from './backends/visca/index.ts';

/** The backends that come with the program, in the order of the palette. */
export const BACKENDS: readonly BackendPlugin[] = [
  panelBackend,
  keyboardBackend,
  gamepadBackend,
  evdevBackend,
  oscBackend,
  midiBackend,
  rtpmidiBackend,
  artnetBackend,
  sacnBackend,
  dmxusbBackend,
  openpixelcontrolBackend,
  mqttBackend,
  viscaBackend,
  mawebBackend,
  typescriptBackend,
  pythonBackend,
  luaBackend,
  loopbackBackend,
];
