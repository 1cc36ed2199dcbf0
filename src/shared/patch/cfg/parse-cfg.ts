import { Findings } from '../findings.ts';
import type { ParsedPatch } from '../parse.ts';
import { CfgReader, type Include } from './cfg-reader.ts';

/**
 * Read a MIDIMonster configuration. Never throws: lines that are no configuration are problems. Backends are not
 * looked up: an unknown one makes an instance that keeps its options and wires. Differences from MIDIMonster: sections
 * may come in any order (a wire may stand before its instance), a comment behind a mapping is passed over, text that is
 * not ASCII is kept, nothing is opened while reading. `include` reads the files that `[include FILE]` names.
 */
export function parseCfg(text: string, file: string, include: Include): ParsedPatch {
  const findings = new Findings(file);
  const reader = new CfgReader(findings, include);
  reader.read(text, file);
  return { document: reader.document(), problems: findings.problems };
}
