/** Steps into a JSON value: names of members and numbers of elements. */
export type JsonPath = readonly (string | number)[];

const STEP = /^(?:\.?([^.[\]"]+)|\[(\d{1,6})\]|\["((?:[^"\\]|\\.)*)"\])/;
const MOST_STEPS = 32;

/** Read `a.b[0]["odd name"]`, with or without a leading `$.`; undefined when it is no path. */
export function parseJsonPath(text: string): JsonPath | undefined {
  let rest = text.replace(/^\$\.?/, '');
  const steps: (string | number)[] = [];
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (!match || steps.length >= MOST_STEPS) return undefined;
    const [whole, name, element, quoted] = match;
    steps.push(name ?? (element === undefined ? unquote(quoted ?? '') : Number(element)));
    rest = rest.slice(whole.length);
    if (rest !== '' && !/^[.[]/.test(rest)) return undefined;
    if (rest === '.') return undefined;
  }
  return steps.length > 0 ? steps : undefined;
}

/** The canonical spelling. */
export function formatJsonPath(path: JsonPath): string {
  const text = path.map(step => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[^.[\]"\\]+$/.test(step) ? `.${step}` : `["${step.replace(/["\\]/g, '\\$&')}"]`;
  });
  return text.join('').replace(/^\./, '');
}

/** The value at a path; undefined when it is not there. */
export function readJsonPath(value: unknown, path: JsonPath): unknown {
  let at: unknown = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

type Node = Record<string | number, unknown>;

/** Put a value at a path of `root`, making what is missing on the way; returns the root. */
export function writeJsonPath(root: unknown, path: JsonPath, value: unknown): unknown {
  const top = container(root, path[0]);
  let at = top;
  path.forEach((step, i) => {
    const next = path[i + 1];
    if (next === undefined) at[step] = value;
    else at = at[step] = container(at[step], next);
  });
  return top;
}

/** What holds `step`: an array for a number, else an object without inherited names. */
function container(known: unknown, step: string | number | undefined): Node {
  if (typeof known === 'object' && known !== null) return known as Node;
  return (typeof step === 'number' ? [] : Object.create(null)) as Node;
}

function unquote(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
