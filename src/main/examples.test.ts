import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCfg } from '../shared/patch/cfg/parse-cfg.ts';
import { parsePatch } from '../shared/patch/parse.ts';
import { serialize } from '../shared/patch/serialize.ts';
import { memoryLog } from '../shared/plugin/testing/fake-host.ts';
import { VirtualClock } from '../shared/plugin/testing/virtual-clock.ts';
import { makePlan } from './core/plan.ts';
import { BACKENDS } from './plugins-list.ts';

const FOLDER = fileURLToPath(new URL('../../examples', import.meta.url));
const names = readdirSync(FOLDER).filter(name => ['.crosspatch', '.cfg'].includes(extname(name)));
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const open = (name: string) =>
  extname(name) === '.cfg'
    ? parseCfg(read(name), name, () => ({ reason: 'examples include nothing' }))
    : parsePatch(read(name), name);

describe('the examples', async () => {
  const backends = new Map(
    await Promise.all(
      BACKENDS.map(async plugin => {
        const { signal } = new AbortController();
        const args = { log: memoryLog().log, clock: new VirtualClock(), dataFolder: tmpdir(), signal };
        return [plugin.manifest.name, { backend: await plugin.load(args) }] as const;
      }),
    ),
  );

  it.each(names)('open and are planned without a problem: %s', name => {
    const { document, problems } = open(name);
    expect(problems).toEqual([]);
    expect(document.mappings.length).toBeGreaterThan(0);
    expect(makePlan(document, backends).problems).toEqual([]);
  });
  it.each(names.filter(name => extname(name) === '.crosspatch'))('are as the program writes: %s', name => {
    expect(serialize(open(name).document)).toBe(read(name));
  });
});

it('the reference shows a patch as the program writes it', () => {
  const page = readFileSync(join(FOLDER, '../docs/reference/patch-format.md'), 'utf8');
  const [, shown = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
  const { document, problems } = parsePatch(shown, 'shown');
  expect(problems).toEqual([]);
  expect(serialize(document)).toBe(shown);
});
