import { describe, expect, it } from 'vitest';
import { run, withoutAddresses } from '../setup/run.mjs';
import { addCounts, playwrightCounts, readReport, vitestCounts } from './counts.mjs';

describe('counts of unit tests', () => {
  it('count what passed, failed and was skipped', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'a' },
      { status: 'failed', fullName: 'b' },
      { status: 'pending', fullName: 'c (skipped: no sound card)' },
      { status: 'todo', fullName: 'd' },
    ];
    expect(vitestCounts({ testResults: [{ status: 'failed', assertionResults }] })).toEqual({
      passed: 1,
      failed: 1,
      skipped: ['c (skipped: no sound card)', 'd'],
    });
  });

  it('count a file that could not be loaded as a failure', () => {
    const broken = { status: 'failed', assertionResults: [] };
    expect(vitestCounts({ testResults: [broken, broken] })).toMatchObject({ passed: 0, failed: 2 });
  });
});

describe('counts of end-to-end tests', () => {
  it('find specs in nested suites, and take a flaky one for a failure', () => {
    const spec = (title: string, status: string, annotations: unknown[] = []) => ({
      title,
      tests: [{ status, annotations }],
    });
    const report = {
      suites: [
        {
          specs: [spec('a', 'expected')],
          suites: [
            {
              specs: [
                spec('b', 'unexpected'),
                spec('c', 'flaky'),
                spec('d', 'skipped', [{ type: 'skip', description: 'no display' }]),
              ],
            },
          ],
        },
      ],
      errors: [],
    };
    expect(playwrightCounts(report)).toEqual({ passed: 1, failed: 2, skipped: ['d (skipped: no display)'] });
  });

  it('count an error outside of tests', () => {
    expect(playwrightCounts({ suites: [], errors: [{ message: 'x' }] })).toMatchObject({ failed: 1 });
  });
});

it('a run that left no report counts nothing, and the caller must see its exit code', () => {
  expect(readReport('/nowhere/report.json')).toBeUndefined();
  const nothing = { passed: 0, failed: 0, skipped: [] };
  expect(addCounts(vitestCounts(undefined), playwrightCounts(undefined))).toEqual(nothing);
});

describe('a program that is run', () => {
  it('is ended when it takes too long', async () => {
    const { code } = await run(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { timeout: 200 });
    expect(code).toBe(124);
  });

  it('is not quoted with the addresses that it prints', async () => {
    const { code, text } = await run(process.execPath, [
      '-e',
      'console.error("GET http://example.test/a 404")',
    ]);
    expect(code).toBe(0);
    expect(text).toBe('GET (address) 404\n');
    expect(withoutAddresses('see https://x.test/y, or not')).toBe('see (address) or not');
  });
});
