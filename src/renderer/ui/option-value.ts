import type { OptionScalar, OptionValue } from '../../shared/patch/options.ts';
import type { OptionSpec } from '../../shared/plugin/option.ts';

/** The value of a patch as text of a field: a list stands one item to a line. */
export function writeValue(value: OptionValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? value.join('\n') : String(value);
}

/** What the patch shall hold for a field's text; undefined when the option is to be left out. */
export function valueOf(spec: OptionSpec, text: string): OptionValue | undefined {
  if (spec.repeat === true) {
    const lines = text.split('\n').filter(line => line.trim() !== '');
    const [first] = lines;
    if (first === undefined) return undefined;
    return lines.length === 1 ? scalarOf(spec, first) : lines.map(line => scalarOf(spec, line));
  }
  return text === '' ? undefined : scalarOf(spec, text);
}

/** A number stays text while it is none: the engine says what is wrong, and nothing typed is lost. */
function scalarOf(spec: OptionSpec, text: string): OptionScalar {
  if (spec.kind !== 'number') return text;
  const fraction = /^\s*(-?[\d.]+)\s*\/\s*([\d.]+)\s*$/.exec(text);
  const number = fraction ? Number(fraction[1]) / Number(fraction[2]) : Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}
