import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FolderListing } from '../../../shared/contract/calls/host.ts';
import type { ServiceArgs } from '../../../shared/plugin/service.ts';
import { createFilesService, type FilesDeps } from './index.ts';

const EXAMPLES = fileURLToPath(new URL('../../../../examples', import.meta.url));
const call = { client: '', signal: new AbortController().signal };
const ask = async (deps: Partial<FilesDeps>, request: { op: string; [name: string]: unknown }) => {
  const service = await createFilesService({ examples: EXAMPLES, ...deps }).load({} as ServiceArgs);
  return service(request, call);
};

describe('files.list', () => {
  let folder = '';
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'crosspatch-')));
    mkdirSync(join(folder, 'shows'));
    for (const name of ['b.crosspatch', 'A.CFG', 'n.txt', '.hidden', 'f10.cfg', 'f9.cfg']) {
      writeFileSync(join(folder, name), '');
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const list = (deps: Partial<FilesDeps>, params: object) =>
    ask(deps, { op: 'list', ...params }) as Promise<FolderListing>;

  it('lists folders, then files of the wanted kinds', async () => {
    const { entries, parent } = await list({}, { path: folder, extensions: ['crosspatch', '.cfg'] });
    expect(entries.map(e => e.name)).toEqual(['shows', 'A.CFG', 'b.crosspatch', 'f9.cfg', 'f10.cfg']);
    expect(entries[0]).toMatchObject({ folder: true, path: join(folder, 'shows') });
    expect(parent).toBe(join(folder, '..'));
  });
  it('begins where it is told, and does not go above the top', async () => {
    const deps = { start: () => folder, top: folder };
    expect(await list(deps, {})).toMatchObject({ path: folder, parent: undefined });
    await expect(list(deps, { path: `${folder}/..` })).rejects.toThrow('outside the folders');
    await expect(list(deps, { path: `${folder}x` })).rejects.toThrow('outside the folders');
  });
  it('says why a folder cannot be read', async () => {
    await expect(list({}, { path: join(folder, 'none') })).rejects.toThrow('there is no such file or folder');
  });
});

describe('files.examples', () => {
  it('lists those of the program, each with a title and a summary', async () => {
    const listed = (await ask({}, { op: 'examples' })) as { path: string; title: string; summary: string }[];
    expect(listed.map(e => e.title)).toContain('OSC echo');
    expect(listed.map(e => e.title)).toContain('From MIDIMonster');
    expect(listed.map(e => e.title)).toContain('Handlers in three languages');
    for (const { summary } of listed) expect(summary).not.toBe('');
  });
  it('lists none where there is no folder', async () => {
    expect(await ask({ examples: join(EXAMPLES, 'none') }, { op: 'examples' })).toEqual([]);
  });
});
