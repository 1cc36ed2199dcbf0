import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileStore } from './file-store.ts';

describe('a file of settings', () => {
  let folder: string;
  let warnings: string[];
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, error: quiet, warn: (text: string) => void warnings.push(text) };
  const open = (name = 'a.json') => fileStore(join(folder, name), log);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosspatch-store-'));
    warnings = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('has nothing at first, and keeps what is written', async () => {
    const store = open('inner/a.json');
    expect(await store.read()).toBeUndefined();
    await store.write({ é: [1, null] });
    expect(await open('inner/a.json').read()).toEqual({ é: [1, null] });
    expect(warnings).toEqual([]);
  });
  it('keeps the last of many writes, and is settled when that is on the disk', async () => {
    const store = open();
    for (let n = 0; n < 20; n++) void store.write(n);
    await store.settled();
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('19\n');
  });
  it('puts a file aside that it cannot read, and says so', async () => {
    writeFileSync(join(folder, 'a.json'), '{"half":');
    expect(await open().read()).toBeUndefined();
    expect(readFileSync(join(folder, 'a.json.bad'), 'utf8')).toBe('{"half":');
    expect(warnings[0]).toContain('a.json.bad');
  });
  it('refuses with a code what cannot be written, and goes on after it', async () => {
    writeFileSync(join(folder, 'file'), '');
    const store = open('file/a.json');
    await expect(store.write(1)).rejects.toMatchObject({ code: 'file.unwritable' });
    await store.settled();
    rmSync(join(folder, 'file'));
    await store.write(2);
    expect(await store.read()).toBe(2);
  });
});
