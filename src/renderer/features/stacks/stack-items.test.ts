import { describe, expect, it } from 'vitest';
import type { ParameterSpec, StackModuleInfo } from '../../../shared/contract/calls/stacks.ts';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import {
  itemsOf,
  knobName,
  moveItem,
  newItem,
  queryOf,
  readParameter,
  textOf,
  withParameter,
} from './stack-items.ts';

const decl = (options: InstanceDecl['options']): InstanceDecl => ({
  name: 'v',
  backend: 'stack',
  options,
  channels: [],
});
const spec = (kind: 'number' | 'text' | 'numbers' | 'json') => ({ name: 'p', label: 'P', help: '', kind });

describe('the stack of an instance', () => {
  it('reads back what it writes', () => {
    const items = [
      { module: 'world', f0: '-12st' },
      { module: 'pad', before: 0.5, off: true },
    ];
    expect(itemsOf(decl({ stack: textOf(items) }))).toEqual(items);
    expect(itemsOf(decl({ stack: textOf([]) }))).toEqual([]);
    expect(itemsOf(decl({ stack: '[{"f0":1}, 7, null' }))).toEqual([]);
  });

  it('leaves a bypassed module out of the query, and its mark too', () => {
    const stack = textOf([
      { module: 'a', off: true },
      { module: 'b', x: 1 },
    ]);
    expect(queryOf(decl({ file: 'x.wav', stack }))).toMatchObject({
      file: 'x.wav',
      stack: [{ module: 'b', x: 1 }],
    });
    expect(queryOf(decl({ file: ['a.wav', 'b.wav'] }))).toMatchObject({
      file: ['a.wav', 'b.wav'],
      stack: [],
    });
    expect(queryOf(decl({ stack }))).toBeUndefined();
  });

  it('moves and changes items without touching the others', () => {
    const items = [{ module: 'a' }, { module: 'b' }, { module: 'c' }];
    expect(moveItem(items, 0, 2).map(item => item.module)).toEqual(['b', 'c', 'a']);
    expect(moveItem(items, 0, -1)).toBe(items);
    expect(withParameter({ module: 'a', x: 1, y: 2 }, 'x', undefined)).toEqual({ module: 'a', y: 2 });
  });
});

describe('a new module', () => {
  const info = (parameters: readonly ParameterSpec[]): StackModuleInfo => ({
    name: 'm',
    title: 'M',
    summary: '',
    version: '1',
    origin: 'app',
    file: undefined,
    fault: '',
    parameters,
  });
  it('begins with what it needs, and with nothing else', () => {
    const parameters: ParameterSpec[] = [
      { ...spec('number'), name: 'f', required: true, initial: 1000 },
      { ...spec('number'), name: 'db', initial: 0 },
      { ...spec('json'), name: 'seed', required: true, default: 7 },
      { ...spec('number'), name: 'order', default: 4 },
      { ...spec('number'), name: 'unknown', required: true },
    ];
    expect(newItem(info(parameters))).toEqual({ module: 'm', f: 1000, db: 0, seed: 7 });
  });
});

describe('the channel of a parameter', () => {
  const items = [
    { module: 'world', off: true },
    { module: 'world' },
    { module: 'gain' },
    { module: 'world' },
  ];
  const pitch: ParameterSpec = {
    ...spec('json'),
    name: 'f0',
    knob: { min: -24, max: 24, unit: 'st', text: '{+}st' },
  };
  it('counts modules of the same name that are not bypassed', () => {
    expect(items.map((_, at) => knobName(items, at, pitch))).toEqual([
      undefined,
      'world.f0',
      'gain.f0',
      'world2.f0',
    ]);
  });
  it('exists for numbers only', () => {
    expect(knobName(items, 2, { ...spec('number'), name: 'db' })).toBe('gain.db');
    expect(knobName(items, 2, { ...spec('text'), name: 'seed' })).toBeUndefined();
  });
});

describe('a parameter as it is typed', () => {
  it.each([
    ['number', '3.5', 3.5],
    ['number', 'abc', 'abc'],
    ['text', '12', '12'],
    ['numbers', '1, 2 3', [1, 2, 3]],
    ['numbers', '[1,2]', [1, 2]],
    ['json', '{"n":4}', { n: 4 }],
    ['json', '+3st', '+3st'],
    ['text', '  ', undefined],
  ] as const)('%s %s', (kind, text, value) => {
    expect(readParameter(spec(kind), text)).toEqual(value);
  });
});
