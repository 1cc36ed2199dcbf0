import type { ProblemPlace } from '../../shared/error/problem.ts';
import { mappingKey } from '../../shared/patch/document.ts';
import type { Model } from './model.ts';
import { openFile } from './editor-files.ts';
import { reveal } from './selection-store.ts';

/** Lead to what a problem is about. */
export function revealPlace(model: Model, place: ProblemPlace): void {
  if (place.kind === 'mapping') reveal(model.selection, { wires: [mappingKey(place)] });
  if (place.kind !== 'instance' && place.kind !== 'module') return;
  const option = place.kind === 'instance' ? place.option : undefined;
  reveal(model.selection, { instances: [place.instance], ...(option === undefined ? {} : { option }) });
  if (place.kind !== 'module') return;
  const { line = 1, column = 1 } = place;
  void openFile(model, place.instance, place.file, { line, column });
}

/** Go from problem to problem; `step` is 1 or -1. */
export function revealNextProblem(model: Model, step: number): void {
  const { problems } = model.problems.getState();
  if (problems.length === 0) return;
  const [instance] = model.selection.getState().instances;
  const [wire] = model.selection.getState().wires;
  const at = problems.findIndex(({ place }) =>
    place.kind === 'mapping'
      ? mappingKey(place) === wire
      : 'instance' in place && place.instance === instance && instance !== undefined,
  );
  const next = problems[(at + step + problems.length) % problems.length];
  if (next) revealPlace(model, next.place);
}
