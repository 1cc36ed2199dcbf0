import type { SoundModule } from '../module/sound-module.ts';
import { toModule } from '../module/to-module.ts';
import * as channelPatch from './vt_module_channel-patch.ts';
import * as concat from './vt_module_concat.ts';
import * as filter from './vt_module_filter.ts';
import * as gain from './vt_module_gain.ts';
import * as gibberish from './vt_module_gibberish.ts';
import * as mixin from './vt_module_mixin.ts';
import * as noise from './vt_module_noise.ts';
import * as normalize from './vt_module_normalize.ts';
import * as pad from './vt_module_pad.ts';
import * as ramp from './vt_module_ramp.ts';
import * as resample from './vt_module_resample.ts';
import * as slice from './vt_module_slice.ts';
import * as timeReverse from './vt_module_time-reverse.ts';
import * as tone from './vt_module_tone.ts';
import * as vocoder from './vt_module_vocoder.ts';
import * as world from './vt_module_world.ts';

/** A bundle has no folder to look into, so that the program's own modules are listed here; a test compares. */
const FILES: Readonly<Record<string, object>> = {
  'channel-patch': channelPatch,
  concat,
  filter,
  gain,
  gibberish,
  mixin,
  noise,
  normalize,
  pad,
  ramp,
  resample,
  slice,
  'time-reverse': timeReverse,
  tone,
  vocoder,
  world,
};

export const BUILT_IN: ReadonlyMap<string, SoundModule> = new Map(
  Object.entries(FILES).map(([name, exported]) => [name, toModule(name, exported)]),
);
