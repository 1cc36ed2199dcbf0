export interface Counts {
  passed: number;
  failed: number;
  skipped: string[];
}
export function addCounts(a: Counts, b: Counts): Counts;
export function prepareReport(file: string): string;
export function readReport(file: string): unknown;
export function vitestCounts(report: unknown): Counts;
export function playwrightCounts(report: unknown): Counts;
