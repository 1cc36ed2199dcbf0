import { createStore } from 'zustand/vanilla';
import type { Problem, ProblemPlace } from '../../shared/error/problem.ts';
import { mappingKey } from '../../shared/patch/document.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { Link } from '../link/link.ts';

export interface ProblemsModel {
  readonly problems: readonly Problem[];
  readonly byInstance: ReadonlyMap<string, readonly Problem[]>;
  readonly byWire: ReadonlyMap<string, readonly Problem[]>;
}

export type ProblemsStore = ReturnType<typeof createProblemsStore>;

/** What is wrong now, and with what. */
export function createProblemsStore(link: Link) {
  const store = createStore<ProblemsModel>(() => group([]));
  const take = (problems: readonly Problem[]) => store.setState(group(problems));
  link.onOpen(() => void link.call('patch.problems', {}).then(take, () => undefined));
  link.on('patch.problemsChanged', take);
  return store;
}

function group(problems: readonly Problem[]): ProblemsModel {
  const byInstance = groupBy(problems, one => instanceOf(one.place) ?? '');
  const byWire = groupBy(problems, one => wireOf(one.place) ?? '');
  byInstance.delete('');
  byWire.delete('');
  return { problems, byInstance, byWire };
}

export function instanceOf(place: ProblemPlace): string | undefined {
  return place.kind === 'instance' || place.kind === 'module' ? place.instance : undefined;
}

export function wireOf(place: ProblemPlace): string | undefined {
  return place.kind === 'mapping' ? mappingKey(place) : undefined;
}
