import { describe, expect, it } from 'vitest';
import { applyAll } from '../../shared/patch/apply.ts';
import { EMPTY_PATCH, type PatchDocument } from '../../shared/patch/document.ts';
import { EditorDrafts } from './editor-drafts.ts';
import { renameChannel, renameFault } from './editor-rename.ts';
import type { EditorDoc } from './editor-store.ts';

const wire = (from: string, to: string) => ({ from, to, both: false, off: false });
const PATCH: PatchDocument = {
  ...EMPTY_PATCH,
  instances: [
    { name: 's', backend: 'script', options: {}, channels: ['h.a', 'lamp', 'lamp2'] },
    { name: 'p', backend: 'panel', options: {}, channels: ['f'] },
  ],
  mappings: [wire('p.f', 's.h.a'), wire('s.lamp', 'p.f'), wire('s.lamp2', 'p.f'), wire('s.lamp', 's.lamp')],
};

describe('renameChannel', () => {
  it('renames the row and every wire, each in its place', () => {
    const renamed = applyAll(PATCH, renameChannel(PATCH, 's', 'lamp', 'spot'));
    expect(renamed.instances[0]?.channels).toEqual(['h.a', 'spot', 'lamp2']);
    expect(renamed.mappings.map(one => `${one.from} > ${one.to}`)).toEqual([
      'p.f > s.h.a',
      's.spot > p.f',
      's.lamp2 > p.f',
      's.spot > s.spot',
    ]);
  });
  it('leaves what it does not touch', () => {
    expect(renameChannel(PATCH, 's', 'nothing', 'x')).toEqual([]);
    expect(renameChannel(PATCH, 'p', 'lamp', 'x')).toEqual([]);
  });
});

describe('renameFault', () => {
  it.each(['', 'a b', 'a"b', "a'b", 'a{1..2}', 'a\\b'])('refuses %j', name => {
    expect(renameFault([], 'x', name)).toBeDefined();
  });
  it('refuses a name that is taken, but not its own', () => {
    expect(renameFault(['a', 'b'], 'a', 'b')).toContain('b');
    expect(renameFault(['a', 'b'], 'a', 'a')).toBeUndefined();
    expect(renameFault(['a', 'b'], 'a', 'c')).toBeUndefined();
  });
});

describe('EditorDrafts', () => {
  const doc: EditorDoc = {
    key: 's/h.ts',
    instance: 's',
    path: 'h.ts',
    language: 'script',
    saved: '',
    digest: 'd',
    dirty: true,
    saving: false,
    conflict: false,
  };
  function make(content?: string) {
    const kept = new Map(content === undefined ? [] : [['crosspatch.drafts', content]]);
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    let patch = '/a';
    return { drafts: new EditorDrafts(storage, () => patch), open: (path: string) => (patch = path) };
  }
  it('keeps what is dirty, by patch', () => {
    const { drafts, open } = make();
    drafts.keep(doc, 'typed');
    expect(drafts.get('s/h.ts')).toEqual({ text: 'typed', digest: 'd' });
    open('/b');
    expect(drafts.get('s/h.ts')).toBeUndefined();
    open('/a');
    drafts.keep({ ...doc, dirty: false }, 'typed');
    expect(drafts.get('s/h.ts')).toBeUndefined();
  });
  it('forgets', () => {
    const { drafts } = make();
    drafts.keep(doc, 'typed');
    drafts.forget('s/h.ts');
    expect(drafts.get('s/h.ts')).toBeUndefined();
  });
  it.each(['nonsense', '7', 'null'])('survives a storage that holds %s', content => {
    const { drafts } = make(content);
    expect(drafts.get('s/h.ts')).toBeUndefined();
    drafts.keep(doc, 'typed');
    expect(drafts.get('s/h.ts')?.text).toBe('typed');
  });
});
