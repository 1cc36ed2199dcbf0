import type { BitWriter } from './bit-writer.ts';

const LARGEST_PARAMETER = 30;
const LARGEST_PARTITION_ORDER = 6;

/** How a residual is split, the Rice parameter of each part, and the bits that it all takes. */
export interface RicePlan {
  readonly order: number;
  readonly parameters: readonly number[];
  readonly bits: number;
}

/** The cheapest way to code a residual of a block of `size` samples (RFC 9639 section 9.2.7). */
export function planRice(residual: Float64Array, size: number): RicePlan {
  const predictorOrder = size - residual.length;
  let best: RicePlan | undefined;
  for (let order = 0; order <= LARGEST_PARTITION_ORDER; order++) {
    const per = size / 2 ** order;
    if (!Number.isInteger(per) || per <= predictorOrder) break;
    const plan = planPartitions(residual, order, per, predictorOrder);
    if (!best || plan.bits < best.bits) best = plan;
  }
  return best as RicePlan;
}

function planPartitions(
  residual: Float64Array,
  order: number,
  per: number,
  predictorOrder: number,
): RicePlan {
  const parameters: number[] = [];
  let bits = 6;
  for (let p = 0; p < 2 ** order; p++) {
    const start = Math.max(0, p * per - predictorOrder);
    const end = (p + 1) * per - predictorOrder;
    let sum = 0;
    for (let i = start; i < end; i++) sum += fold(residual[i] as number);
    const count = end - start;
    const mean = sum / Math.max(1, count);
    const parameter = Math.min(LARGEST_PARAMETER, Math.max(0, Math.floor(Math.log2(mean + 1))));
    parameters.push(parameter);
    bits += 5 + count * (1 + parameter) + sum / 2 ** parameter;
  }
  return { order, parameters, bits };
}

/** Signed to unsigned: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4. */
function fold(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

export function writeRice(writer: BitWriter, residual: Float64Array, size: number, plan: RicePlan): void {
  const wide = plan.parameters.some(parameter => parameter > 14);
  const per = size / 2 ** plan.order;
  const predictorOrder = size - residual.length;
  writer.write(wide ? 1 : 0, 2);
  writer.write(plan.order, 4);
  plan.parameters.forEach((parameter, p) => {
    writer.write(parameter, wide ? 5 : 4);
    const end = (p + 1) * per - predictorOrder;
    for (let i = Math.max(0, p * per - predictorOrder); i < end; i++) {
      const folded = fold(residual[i] as number);
      writer.unary(Math.floor(folded / 2 ** parameter));
      writer.write(folded % 2 ** parameter, parameter);
    }
  });
}
