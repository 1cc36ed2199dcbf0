import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** As many as the collection at midi.guide has. */
export const SHEETS = 395;
export const ROWS = 69;

const HEAD =
  'manufacturer,device,section,parameter_name,parameter_description,cc_msb,cc_lsb,cc_min_value,cc_max_value,cc_default_value,nrpn_msb,nrpn_lsb,nrpn_min_value,nrpn_max_value,nrpn_default_value,orientation,notes,usage';
const WORDS = [
  'Filter',
  'Cutoff',
  'Resonance',
  'Envelope',
  'Attack',
  'Decay',
  'LFO',
  'Rate',
  'Depth',
  'Pan',
  'Drive',
];

/** The sheet of one device. */
export function sheetFile(folder: string, sheet: number): string {
  return join(folder, `Maker ${sheet % 60}`, `Device ${sheet}.csv`);
}

/**
 * Sheets of the size and shape of the collection at midi.guide; every name in them is made up. Each names the controllers
 * 0 to 68.
 */
export function writeSheets(folder: string): void {
  for (let sheet = 0; sheet < SHEETS; sheet++) {
    const rows = Array.from({ length: ROWS }, (_, row) => {
      const word = (at: number) => WORDS[(sheet * 7 + row * 3 + at) % WORDS.length] ?? '';
      return `Maker ${sheet % 60},Device ${sheet},${word(0)},${word(1)} ${word(2)} ${row},,${row},,0,127,,,,,,,0-based,,`;
    });
    const file = sheetFile(folder, sheet);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, [HEAD, ...rows].join('\n'));
  }
}
