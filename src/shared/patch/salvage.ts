import type { JsonValue } from './document.ts';
import { endOfString, put } from './json.ts';

/** What could be read of a damaged JSON text. */
export interface Salvaged {
  /** Everything up to the damage; open lists and objects are closed there. Undefined when nothing was readable. */
  readonly value: JsonValue | undefined;
  /** The text from the damage on; empty when only commas were wrong. */
  readonly rest: string;
  /** Line of the damage, from 1. */
  readonly line: number;
}

/** Deeper nesting is taken for damage: it would overflow the stack of whoever walks it. */
export const MAX_NESTING = 500;

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /\s*/y;

/** Read as much of a JSON text as can be read: cut off, with a comma too many, or with garbage behind it. */
export function salvage(text: string): Salvaged {
  const reader = new SalvageReader(text);
  const value = reader.value(0);
  reader.end();
  const line = text.slice(0, reader.damage).split('\n').length;
  return { value, rest: text.slice(reader.damage), line };
}

class SalvageReader {
  #at = 0;
  /** Where reading stopped; the length of the text while all is well. */
  damage: number;

  constructor(private readonly text: string) {
    this.damage = text.length;
  }

  value(depth: number): JsonValue | undefined {
    this.#match(SPACE);
    const start = this.text[this.#at];
    if (depth > MAX_NESTING) return this.#stop();
    if (start === '{') return this.#object(depth);
    if (start === '[') return this.#list(depth);
    if (start === '"') return this.#string();
    return this.#word();
  }

  /** What stands behind the value is damage too. */
  end(): void {
    this.#match(SPACE);
    if (!this.#stopped && this.#at < this.text.length) this.#stop();
  }

  get #stopped(): boolean {
    return this.damage < this.text.length || this.#at > this.text.length;
  }

  #object(depth: number): JsonValue {
    const object = {};
    this.#members('}', () => {
      const start = this.#at;
      const key = this.text[start] === '"' ? this.#string() : this.#stop();
      if (key === undefined) return;
      this.#match(SPACE);
      if (this.text[this.#at] !== ':') return void this.#stop(start);
      this.#at++;
      const value = this.value(depth + 1);
      if (value === undefined) this.damage = Math.min(this.damage, start);
      else put(object, key, value);
    });
    return object;
  }

  #list(depth: number): JsonValue {
    const list: JsonValue[] = [];
    this.#members(']', () => {
      const value = this.value(depth + 1);
      if (value !== undefined) list.push(value);
    });
    return list;
  }

  /** Members up to `close`; a comma before it does no harm. */
  #members(close: string, member: () => void): void {
    this.#at++;
    for (;;) {
      this.#match(SPACE);
      if (this.text[this.#at] === close) return void this.#at++;
      member();
      if (this.#stopped) return;
      this.#match(SPACE);
      if (this.text[this.#at] === ',') this.#at++;
      else if (this.text[this.#at] !== close) return void this.#stop();
    }
  }

  #string(): string | undefined {
    const start = this.#at;
    const end = endOfString(this.text, start);
    try {
      if (end < 0) return this.#stop(start);
      this.#at = end;
      return JSON.parse(this.text.slice(start, end)) as string;
    } catch {
      return this.#stop(start);
    }
  }

  #word(): JsonValue | undefined {
    const start = this.#at;
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (!this.text.startsWith(word, start)) continue;
      this.#at += word.length;
      return value;
    }
    const number = this.#match(NUMBER);
    // A number at the very end may have been cut off in its middle.
    return number === undefined || this.#at === this.text.length ? this.#stop(start) : Number(number);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.text)?.[0];
    if (token !== undefined) this.#at += token.length;
    return token;
  }

  #stop(at = this.#at): undefined {
    this.damage = Math.min(this.damage, at);
    this.#at = this.text.length + 1;
    return undefined;
  }
}
