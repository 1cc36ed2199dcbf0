import type { BackendManifest } from '../../../shared/plugin/backend.ts';

export { slotChannel, slotInfo, suggestSlots } from '../../../shared/dmx/slots.ts';

/** The channel syntax, for help and reference. */
export const channelHelp: BackendManifest['channels'] = {
  help: 'A slot of the universe from 1 to 512, or two slots joined by "+" for a 16-bit value (coarse+fine). A slot belongs to one channel only.',
  examples: [
    { channel: '1', meaning: 'the first slot' },
    { channel: '{1..512}', meaning: 'the whole universe' },
    { channel: '12+13', meaning: 'a 16-bit value: slot 12 is coarse, slot 13 is fine' },
  ],
};
