/** One line of the table in docs/performance.md. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
  readonly baselineName?: string;
  readonly ratio?: number;
  /** As a condition on the ratio, or on the value where there is no ratio: ">= 0.5", "< 120". */
  readonly target?: string;
}

/** The best of `runs`: on a shared machine the least disturbed run says most about the code. */
export function best(runs: number, measure: () => number): number {
  let top = -Infinity;
  for (let i = 0; i < runs; i++) top = Math.max(top, measure());
  return top;
}
