import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from './fixtures.ts';

const DRIVER = join(import.meta.dirname, 'window', 'driver.mts');

test('the built main entry opens its window, joins it to the engine in its thread, and quits', async ({
  folder,
}) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', DRIVER], {
    env: { ...process.env, CROSSPATCH_DATA: folder },
    timeout: 30_000,
  });
  expect(JSON.parse(stdout)).toEqual({
    info: expect.objectContaining({ host: 'electron' }),
    backends: expect.any(Number),
    page: 200,
    title: expect.stringContaining('Crosspatch'),
  });
  expect((JSON.parse(stdout) as { backends: number }).backends).toBeGreaterThan(3);
});
