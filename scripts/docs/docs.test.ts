import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BACKENDS } from '../../src/main/plugins-list.ts';
import { anchor, code, table } from './markdown.ts';
import { pages } from './pages.ts';

describe('generated reference pages', () => {
  it.each(pages().map(page => [page.file, page] as const))('%s is not stale (npm run docs)', (file, page) => {
    const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
    expect(written, `${file} is stale: run npm run docs`).toBe(page.text);
  });

  it('has links that lead somewhere', () => {
    for (const { text } of pages()) {
      const headings = text.split('\n').filter(line => line.startsWith('#'));
      const anchors = new Set(headings.map(line => anchor(line.replace(/^#+ /, ''))));
      for (const [, target] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(target);
    }
  });
});

describe('manifests', () => {
  it.each(BACKENDS.map(({ manifest }) => [manifest.name, manifest] as const))(
    '%s helps with everything',
    (_, m) => {
      expect(m.summary.endsWith('.'), 'the summary is a sentence').toBe(true);
      expect(m.channels.examples.length, 'it has examples of channels').toBeGreaterThan(0);
      const options = [...m.options, ...(m.globals ?? [])];
      for (const option of options) {
        expect(option.label, `${option.name} has a label`).not.toBe('');
        expect(option.help, `${option.name} has help`).not.toBe('');
        if (option.kind === 'choice') expect(option.choices?.length, option.name).toBeGreaterThan(1);
      }
      const names = m.options.flatMap(option => [option.name, ...(option.aliases ?? [])]);
      expect(new Set(names).size, 'no option has the name of another').toBe(names.length);
    },
  );
});

describe('Markdown', () => {
  it('keeps a cell in its cell and leaves empty columns out', () => {
    expect(table(['a', 'b', 'c'], [['x|y', '', 'z\n z']])).toBe('| a | c |\n|---|---|\n| x\\|y | z z |');
  });
  it('writes code with ticks in it, and anchors as they are made', () => {
    expect(code('a`b')).toBe('`` a`b ``');
    expect(anchor('sACN (E1.31) (sacn)')).toBe('sacn-e131-sacn');
  });
});
