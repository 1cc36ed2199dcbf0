import type { ParameterKind, ParameterSpec } from '../../../shared/contract/calls/stacks.ts';

type Rest = Omit<ParameterSpec, 'name' | 'label' | 'help' | 'kind'>;

/** Shorthand for a parameter's spec. */
function spec(kind: ParameterKind) {
  return (name: string, label: string, help: string, rest: Rest = {}): ParameterSpec => ({
    name,
    label,
    help,
    kind,
    ...rest,
  });
}

export const numberSpec = spec('number');
export const numbersSpec = spec('numbers');
export const booleanSpec = spec('boolean');
export const sourceSpec = spec('source');
export const sourcesSpec = spec('sources');
export const jsonSpec = spec('json');

export function choiceSpec(
  name: string,
  label: string,
  help: string,
  choices: Readonly<Record<string, string>>,
  rest: Rest = {},
): ParameterSpec {
  const list = Object.entries(choices).map(([value, text]) => ({ value, label: text }));
  return spec('choice')(name, label, help, { ...rest, choices: list });
}
