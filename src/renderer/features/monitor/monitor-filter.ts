import type { MonitorEvent } from '../../../shared/contract/calls/monitor.ts';

/** An event with its channel, as the list shows it. */
export interface NamedEvent {
  readonly event: MonitorEvent;
  readonly instance: string;
  readonly channel: string;
  /** What the directory calls the channel; empty when it has no name. */
  readonly name: string;
}

type Test = (named: NamedEvent) => boolean;

const COMPARE = /^val(>=|<=|>|<|=)(\d*\.?\d+)$/;

/**
 * A filter line as one test. Words must all hold: `dev:osc*` `ch:/fader/*` `name:cutoff` `dir:in` `val>0.5` `cause:12`,
 * a plain word stands anywhere in channel or name, and `-` before any of them turns it round. A word that is half typed passes all.
 */
export function parseFilter(text: string): Test {
  const tests = text.split(/\s+/).filter(Boolean).map(parseWord);
  return named => tests.every(test => test(named));
}

function parseWord(word: string): Test {
  if (word.length > 1 && word.startsWith('-')) {
    const inner = parsePositive(word.slice(1));
    return named => !inner(named);
  }
  return parsePositive(word);
}

function parsePositive(word: string): Test {
  const compare = COMPARE.exec(word);
  if (compare) return compareTest(compare[1] ?? '', Number(compare[2]));
  const colon = word.indexOf(':');
  const [key, value] = [word.slice(0, Math.max(0, colon)), word.slice(colon + 1)];
  if (value === '' && colon > 0) return () => true;
  if (key === 'dev') return textTest(value, named => named.instance);
  if (key === 'ch') return textTest(value, named => named.channel);
  if (key === 'name') return containsTest(value, named => named.name);
  if (key === 'dir') return named => named.event.direction.startsWith(value);
  if (key === 'cause') return named => String(named.event.cause) === value.replace(/^#/, '');
  return containsTest(word, named => `${named.instance}.${named.channel} ${named.name}`);
}

function containsTest(text: string, of: (named: NamedEvent) => string): Test {
  const lower = text.toLowerCase();
  return named => of(named).toLowerCase().includes(lower);
}

function compareTest(sign: string, limit: number): Test {
  switch (sign) {
    case '>':
      return ({ event }) => event.value > limit;
    case '<':
      return ({ event }) => event.value < limit;
    case '>=':
      return ({ event }) => event.value >= limit;
    case '<=':
      return ({ event }) => event.value <= limit;
    default:
      return ({ event }) => Math.abs(event.value - limit) < 0.0005;
  }
}

/** `*` stands for anything; without one the text must begin so. */
function textTest(pattern: string, of: (named: NamedEvent) => string): Test {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const test = new RegExp(`^${source}${pattern.includes('*') ? '$' : ''}`, 'i');
  return named => test.test(of(named));
}
