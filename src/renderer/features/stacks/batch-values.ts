import type { ParameterSpec } from '../../../shared/contract/calls/stacks.ts';
import { t } from '../../messages/translate.ts';
import { readParameter } from './stack-items.ts';

/** Most values of one parameter: a step that is far too small must not fill the memory. */
const MOST = 10_000;
const NUMBER = String.raw`-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?`;
const RANGE = new RegExp(String.raw`^(${NUMBER})\s*\.\.\s*(${NUMBER})(?:\s+by\s+(${NUMBER}))?$`, 'i');

/**
 * The values that a text names: a list (`-12, 0, 12`), ranges (`-12..12 by 6`, both ends included), or both. A plain
 * number is written as the parameter's knob would write it ("+3st"). Text says what is wrong.
 */
export function readValues(spec: ParameterSpec, text: string): readonly unknown[] | string {
  const parts = splitList(text);
  if (parts.length === 0) return t('batch.noValues', { parameter: spec.label });
  const values: unknown[] = [];
  for (const part of parts) {
    const numbers = rangeOf(part);
    if (typeof numbers === 'string') return numbers;
    if (numbers) values.push(...numbers.map(number => noted(spec, number)));
    else values.push(valueOf(spec, part));
  }
  return values;
}

function valueOf(spec: ParameterSpec, text: string): unknown {
  if (spec.kind === 'boolean') return /^(true|yes|on|1)$/i.test(text);
  if (spec.knob?.text !== undefined && text !== '' && Number.isFinite(Number(text))) {
    return noted(spec, Number(text));
  }
  return readParameter(spec, text);
}

/** As the knob on the canvas writes it. */
function noted({ knob }: ParameterSpec, number: number): string | number {
  if (knob?.text === undefined) return number;
  return knob.text.replace('{+}', `${number < 0 ? '' : '+'}${number}`).replace('{}', String(number));
}

/** Undefined when the text is no range at all; text when it is a wrong one. */
function rangeOf(text: string): readonly number[] | string | undefined {
  const match = RANGE.exec(text);
  if (!match) return /\.\.|\bby\b/.test(text) ? t('batch.badRange', { text }) : undefined;
  const [start, end] = [Number(match[1]), Number(match[2])];
  const step = Math.abs(Number(match[3] ?? 1));
  // A hair more, so that 0..0.3 by 0.1 has its end.
  const steps = Math.floor(Math.abs(end - start) / step + 1e-9);
  if (!(steps < MOST)) return t('batch.badRange', { text });
  const direction = Math.sign(end - start) * step;
  return Array.from({ length: steps + 1 }, (_, i) => Number((start + i * direction).toPrecision(10)));
}

/** Split at commas that stand in no brackets and no quotes, so that JSON values may have their own. */
function splitList(text: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    if (!quoted && '[{'.includes(char)) depth++;
    if (!quoted && ']}'.includes(char)) depth--;
    if (char === ',' && depth <= 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.map(part => part.trim()).filter(part => part !== '');
}
