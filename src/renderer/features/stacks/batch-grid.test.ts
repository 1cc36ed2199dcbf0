import { describe, expect, it } from 'vitest';
import type { ParameterSpec, StackModuleInfo } from '../../../shared/contract/calls/stacks.ts';
import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { axesOf, gridOf } from './batch-grid.ts';
import { textOf } from './stack-items.ts';

const number = (name: string): ParameterSpec => ({
  name,
  label: name.toUpperCase(),
  help: '',
  kind: 'number',
});
const info = (name: string, parameters: readonly ParameterSpec[]): StackModuleInfo => ({
  name,
  title: name,
  summary: '',
  version: '1',
  origin: 'app',
  file: undefined,
  fault: '',
  parameters,
});
const modules = [info('gain', [number('db')]), info('pad', [number('before'), number('after')])];
const decl: InstanceDecl = {
  name: 'v',
  backend: 'stack',
  channels: [],
  options: {
    file: 'own.wav',
    stack: textOf([
      { module: 'gain', db: 9, off: true },
      { module: 'gain', db: 1 },
      { module: 'pad', before: 2 },
      { module: 'gain' },
    ]),
  },
};
const axes = axesOf(decl, modules);
const sources = ['a', 'b'].map(name => ({ name, file: `/x/${name}.wav` }));
const chosen = (name: string, text: string) => {
  const axis = axes.find(one => one.name === name);
  if (!axis) throw new Error(`no ${name}`);
  return { axis, text };
};

describe('a grid', () => {
  it('offers the parameters of modules that are not bypassed', () => {
    expect(axes.map(one => one.name)).toEqual(['gain.db', 'pad.before', 'pad.after', 'gain2.db']);
  });

  it('combines every source with every value, in order', () => {
    const tasks = gridOf(decl, sources, [chosen('gain2.db', '-6,6'), chosen('pad.before', '0..2')]);
    if (typeof tasks === 'string') throw new Error(tasks);
    expect(tasks).toHaveLength(12);
    expect(tasks.map(one => `${one.source} ${one.values.join(' ')}`).slice(0, 4)).toEqual([
      'a -6 0',
      'a -6 1',
      'a -6 2',
      'a 6 0',
    ]);
    expect(tasks.at(-1)?.query).toMatchObject({
      file: '/x/b.wav',
      stack: [
        { module: 'gain', db: 1 },
        { module: 'pad', before: 2 },
        { module: 'gain', db: 6 },
      ],
    });
  });

  it('without parameters is the stack as it stands', () => {
    expect(gridOf(decl, sources, [])).toHaveLength(2);
  });

  it('says why it cannot be run', () => {
    expect(gridOf(decl, [], [])).toMatch(/no sound/);
    expect(gridOf(decl, sources, [chosen('gain.db', '')])).toMatch(/values/);
    expect(gridOf(decl, sources, [chosen('gain.db', '1..500'), chosen('pad.after', '1..500')])).toMatch(
      /2000/,
    );
  });
});
