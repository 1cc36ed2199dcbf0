import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** Counts of tests: `skipped` has one line per test, its name with the reason. */
export function addCounts(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped],
  };
}

/** Take an old report away, so that a run that dies early cannot pass with it. */
export function prepareReport(file) {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** The report as JSON; undefined when the run left none. */
export function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Of Vitest's JSON report. A file that could not even be loaded has no tests, and counts as one failure. */
export function vitestCounts(report) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const { status, assertionResults } of report?.testResults ?? []) {
    if (status === 'failed' && assertionResults.every(one => one.status !== 'failed')) counts.failed++;
    for (const one of assertionResults) {
      if (one.status === 'passed') counts.passed++;
      else if (one.status === 'failed') counts.failed++;
      else counts.skipped.push(one.fullName);
    }
  }
  return counts;
}

/** Of Playwright's JSON report. A test that passed only at a later try counts as failed. */
export function playwrightCounts(report) {
  const counts = { passed: 0, failed: report?.errors?.length ?? 0, skipped: [] };
  for (const spec of specsOf(report?.suites ?? [])) {
    for (const { status, annotations } of spec.tests) {
      if (status === 'expected') counts.passed++;
      else if (status === 'skipped') counts.skipped.push(withReason(spec.title, annotations));
      else counts.failed++;
    }
  }
  return counts;
}

function specsOf(suites) {
  return suites.flatMap(suite => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])]);
}

function withReason(title, annotations) {
  const reason = annotations.find(({ type }) => type === 'skip')?.description;
  return reason === undefined ? title : `${title} (skipped: ${reason})`;
}
