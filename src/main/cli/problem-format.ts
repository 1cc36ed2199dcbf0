import type { Problem, ProblemPlace } from '../../shared/error/problem.ts';

/** A problem as `check` lists it: severity, code, place, sentence, and the way out if there is one. */
export function formatProblem(problem: Problem): string {
  const help = problem.help === '' ? '' : ` ${problem.help}`;
  return `${problem.severity}  ${problem.code}  ${formatPlace(problem.place)}  ${problem.message}${help}`;
}

function formatPlace(place: ProblemPlace): string {
  switch (place.kind) {
    case 'patch':
      return 'patch';
    case 'instance':
      return [place.instance, place.option ?? place.channel].filter(part => part !== undefined).join('.');
    case 'mapping':
      return `${place.from} > ${place.to}`;
    case 'module':
      return [place.file, place.line, place.column].filter(part => part !== undefined).join(':');
    case 'plugin':
      return place.plugin;
    case 'file':
      return place.line === undefined ? place.file : `${place.file}:${place.line}`;
  }
}
