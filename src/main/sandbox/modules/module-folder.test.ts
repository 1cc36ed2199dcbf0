import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModuleFolder } from './module-folder.ts';

let base: string;
let folder: ModuleFolder;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'crosspatch-modules-'));
  await mkdir(join(base, 'patch/lib'), { recursive: true });
  await mkdir(join(base, 'outside'));
  await writeFile(join(base, 'outside/secret.py'), 'secret');
  await writeFile(join(base, 'patch/a.py'), 'a');
  await writeFile(join(base, 'patch/lib/b.py'), 'b');
  await writeFile(join(base, 'patch/large.py'), 'x'.repeat(1024 * 1024 + 1));
  await symlink(join(base, 'outside/secret.py'), join(base, 'patch/link.py'));
  await symlink(join(base, 'outside'), join(base, 'patch/dir'));
  await symlink(join(base, 'patch/a.py'), join(base, 'patch/inner.py'));
  folder = new ModuleFolder(join(base, 'patch'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe('ModuleFolder', () => {
  it('reads files in it and below it', async () => {
    expect(await folder.read('a.py')).toBe('a');
    expect(await folder.read('lib/b.py')).toBe('b');
    expect(await folder.read('none.py')).toBeUndefined();
    expect(await folder.read('none/none.py')).toBeUndefined();
  });

  it.each([
    ['../outside/secret.py', 'elsewhere'],
    ['lib/../../outside/secret.py', 'elsewhere'],
    ['./a.py', 'elsewhere'],
    ['/etc/passwd', 'not relative'],
    ['C:/x.py', 'not relative'],
    ['..\\outside\\secret.py', 'not relative'],
    ['', 'empty'],
    ['a\0.py', 'zero byte'],
    ['link.py', 'link'],
    ['inner.py', 'link'],
    ['dir/secret.py', 'link'],
    ['dir/new.py', 'link'],
    ['large.py', 'larger'],
  ])('refuses %j', async (path, reason) => {
    await expect(folder.read(path)).rejects.toMatchObject({
      code: 'sandbox.forbidden-path',
      message: expect.stringContaining(reason),
    });
  });

  it('writes in one step and leaves nothing behind', async () => {
    await folder.write('new/deep/c.py', 'one');
    await folder.write('new/deep/c.py', 'two');
    expect(await readFile(join(base, 'patch/new/deep/c.py'), 'utf8')).toBe('two');
    expect(await readdir(join(base, 'patch/new/deep'))).toEqual(['c.py']);
    await expect(folder.write('dir/x.py', '')).rejects.toMatchObject({ code: 'sandbox.forbidden-path' });
    expect(await readdir(join(base, 'outside'))).toEqual(['secret.py']);
  });

  it('lists modules, but no links', async () => {
    expect(await folder.list(['.py'])).toEqual(['a.py', 'large.py', 'lib/b.py', 'new/deep/c.py']);
  });
});
