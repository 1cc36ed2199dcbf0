import { fail } from '../../error/coded-error.ts';
import type { Severity } from '../../error/problem.ts';
import { EMPTY_PATCH, type MappingDecl, type PatchDocument } from '../document.ts';
import { pairKey } from '../draft.ts';
import type { Findings } from '../findings.ts';
import type { Options } from '../options.ts';
import { splitMapping, trimLine } from './cfg-line.ts';

/** An included file, or the reason why it cannot be read. */
export type Included = { readonly file: string; readonly text: string } | { readonly reason: string };
/** `path` as written; `from` is the file that includes it: the path is relative to its folder. */
export type Include = (path: string, from: string) => Included;

/** Values by option name in the order of the file: an option that is repeated is a list. */
type OptionLines = Map<string, string[]>;

/** What the lines belong to. It outlives an include: lines behind one belong to the included file's last section. */
type Section =
  { readonly kind: 'none' | 'map' | 'skip' } | { readonly kind: 'options'; readonly options: OptionLines };

const MAX_DEPTH = 32;
/** Files that include each other twice over would grow without end. */
const MAX_INCLUDES = 1000;

/** Where a line stands. */
interface Place {
  readonly file: string;
  readonly line: number;
}

/** Reads MIDIMonster configuration line by line; what it cannot read it reports and passes over. */
export class CfgReader {
  readonly #globals = new Map<string, OptionLines>();
  readonly #instances = new Map<string, { readonly backend: string; readonly options: OptionLines }>();
  readonly #mappings = new Map<string, MappingDecl>();
  #section: Section = { kind: 'none' };
  #chain: readonly string[] = [];
  #includes = 0;

  constructor(
    private readonly findings: Findings,
    private readonly include: Include,
  ) {}

  read(text: string, file: string): void {
    this.#chain = [...this.#chain, file];
    text.split('\n').forEach((raw, index) => this.#line(trimLine(raw), { file, line: index + 1 }));
    this.#chain = this.#chain.slice(0, -1);
  }

  document(): PatchDocument {
    const instances = [...this.#instances].map(([name, { backend, options }]) => {
      return { name, backend, options: optionsOf(options), channels: [] };
    });
    const globals = [...this.#globals].filter(([, options]) => options.size > 0);
    return {
      ...EMPTY_PATCH,
      globals: Object.fromEntries(globals.map(([name, options]) => [name, optionsOf(options)])),
      instances,
      mappings: [...this.#mappings.values()],
    };
  }

  #line(line: string, place: Place): void {
    if (line === '' || line.startsWith(';')) return;
    if (line.startsWith('[') && line.endsWith(']')) return this.#header(line.slice(1, -1), place);
    if (this.#section.kind === 'map') return this.#mapping(line, place);
    this.#assignment(line, place);
  }

  #header(header: string, place: Place): void {
    const space = header.search(/\s/);
    const word = space < 0 ? header : header.slice(0, space);
    const rest = space < 0 ? '' : trimLine(header.slice(space));
    if (header.startsWith('include ')) return this.#include(rest, place);
    if (trimLine(header) === 'map') this.#section = { kind: 'map' };
    else if (header.startsWith('backend ') && !/\s/.test(rest)) this.#section = this.#backendSection(rest);
    else this.#section = this.#instanceSection(word, rest, place);
  }

  #backendSection(backend: string): Section {
    const options = this.#globals.get(backend) ?? new Map<string, string[]>();
    this.#globals.set(backend, options);
    return { kind: 'options', options };
  }

  #instanceSection(backend: string, name: string, place: Place): Section {
    const known = this.#instances.get(name);
    if (backend === '' || name === '') {
      this.#report(place, 'the header names no instance: write [BACKEND INSTANCE]');
      return { kind: 'skip' };
    }
    if (/[\s.]/.test(name)) this.#report(place, `the instance name "${name}" contains a space or a dot`);
    if (!known) {
      const options: OptionLines = new Map();
      this.#instances.set(name, { backend, options });
      return { kind: 'options', options };
    }
    this.#report(place, `there is another instance named "${name}"`);
    return known.backend === backend ? { kind: 'options', options: known.options } : { kind: 'skip' };
  }

  #include(path: string, place: Place): void {
    if (this.#chain.length > MAX_DEPTH || ++this.#includes > MAX_INCLUDES) {
      return this.#report(place, 'too many files include each other');
    }
    const included = this.include(path, place.file);
    if ('reason' in included) return this.#report(place, `cannot include ${path}: ${included.reason}`);
    if (this.#chain.includes(included.file)) {
      return this.#report(place, `${path} is being read already: it would include itself`);
    }
    this.read(included.text, included.file);
  }

  #mapping(line: string, place: Place): void {
    const mapping = splitMapping(line);
    if (typeof mapping === 'string') return this.#report(place, mapping);
    const { comment, ...wire } = mapping;
    if (comment) this.#report(place, 'a comment must have a line of its own; it was passed over', 'warning');
    const key = pairKey(wire);
    const before = this.#mappings.get(key);
    this.#mappings.set(key, before ? { ...before, both: before.both || wire.both } : wire);
  }

  #assignment(line: string, place: Place): void {
    const equals = line.indexOf('=');
    if (this.#section.kind === 'skip') return;
    if (equals < 0) return this.#report(place, 'the line is neither a header nor option = value');
    if (this.#section.kind !== 'options')
      return this.#report(place, 'an option stands before any header', 'warning');
    const option = trimLine(line.slice(0, equals));
    const value = trimLine(line.slice(equals + 1));
    if (option === '') return this.#report(place, 'there is no option name before the "="');
    const { options } = this.#section;
    const values = options.get(option);
    if (values) values.push(value);
    else options.set(option, [value]);
  }

  #report({ file, line }: Place, reason: string, severity: Severity = 'error'): void {
    this.findings.report(
      fail('patch.cfg-syntax', { file, line, reason }),
      { kind: 'file', file, line },
      severity,
    );
  }
}

function optionsOf(lines: OptionLines): Options {
  const entries = [...lines].map(
    ([name, values]) => [name, values.length === 1 ? values[0] : values] as const,
  );
  return Object.fromEntries(entries) as Options;
}
