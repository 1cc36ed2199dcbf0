import type { ParameterSpec, StackModuleInfo } from '../../../shared/contract/calls/stacks.ts';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import type { BatchTask } from '../../model/batch.ts';
import { readValues } from './batch-values.ts';
import { itemsOf, numberedName, queryOf } from './stack-items.ts';

/** Most queries of one batch. */
export const MOST_QUERIES = 2000;

/** A parameter of the stack that a grid can vary. */
export interface Axis {
  /** `world.f0`; `world2.f0` is that of the second `world`. */
  readonly name: string;
  readonly label: string;
  /** Place of its module among those that are not bypassed. */
  readonly at: number;
  readonly spec: ParameterSpec;
}

export interface ChosenAxis {
  readonly axis: Axis;
  /** What was typed. */
  readonly text: string;
}

export interface BatchSource {
  /** As it is shown. */
  readonly name: string;
  /** What the query names: a path, or several that are joined. */
  readonly file: unknown;
}

export function axesOf(decl: InstanceDecl, modules: readonly StackModuleInfo[]): readonly Axis[] {
  const items = itemsOf(decl).filter(item => item.off !== true);
  return items.flatMap((item, at) => {
    const info = modules.find(one => one.name === item.module);
    const prefix = numberedName(items, at);
    return (info?.parameters ?? []).map(spec => ({
      name: `${prefix}.${spec.name}`,
      label: `${prefix}: ${spec.label}`,
      at,
      spec,
    }));
  });
}

/** Every source with every combination of values. Text says why it cannot be run. */
export function gridOf(
  decl: InstanceDecl,
  sources: readonly BatchSource[],
  chosen: readonly ChosenAxis[],
): readonly BatchTask[] | string {
  if (sources.length === 0) return t('batch.noSounds');
  let combinations: readonly (readonly unknown[])[] = [[]];
  for (const { axis, text } of chosen) {
    const values = readValues(axis.spec, text);
    if (typeof values === 'string') return values;
    const n = sources.length * combinations.length * values.length;
    if (n > MOST_QUERIES) return t('batch.tooMany', { n, most: MOST_QUERIES });
    combinations = combinations.flatMap(before => values.map(value => [...before, value]));
  }
  return sources.flatMap(source =>
    combinations.map(values => ({
      source: source.name,
      values,
      query: queryAt(decl, source, chosen, values),
    })),
  );
}

function queryAt(
  decl: InstanceDecl,
  { file }: BatchSource,
  chosen: readonly ChosenAxis[],
  values: readonly unknown[],
): BatchTask['query'] {
  const stack = itemsOf(decl)
    .filter(item => item.off !== true)
    .map(({ off: _, ...item }): Record<string, unknown> => item);
  chosen.forEach(({ axis }, i) => {
    const item = stack[axis.at];
    if (item) item[axis.spec.name] = values[i];
  });
  return { ...queryOf(decl), action: 'process', mode: 'sync', format: 'wav', file, stack };
}
