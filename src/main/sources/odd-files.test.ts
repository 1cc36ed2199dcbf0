import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SourcePlugin } from '../../shared/plugin/source.ts';
import { csvSource } from './csv/index.ts';
import { fixtureSource } from './fixture/index.ts';
import { jsonSource } from './json/index.ts';
import { midiGuideSource } from './midi_guide/index.ts';
import { fileSource } from './tools/table-source.ts';
import { sourceFolder } from './testing/source-folder.ts';

// Files as they should not be: each is told in words, and what can be used is used.

const { folder, file, open } = sourceFolder();

const names = (entries: readonly { fields: Readonly<Record<string, unknown>> }[]) =>
  entries.map(entry => entry.fields['name']);

describe('csv', () => {
  it.each([
    ['columns that are called the same', 'name,name,cc\nA,B,1\n', 'two columns are called "name"', ['B']],
    ['NUL characters', 'name,cc\nA\u0000,1\nB,2\n', 'NUL characters', ['A\u0000', 'B']],
    ['too many cells', 'name,cc\nA,1,x\nB,2\n', '1 broken lines: 2', ['A', 'B']],
    ['a quote that is never closed', 'name,cc\n"A,1\nB,2\n', '1 broken lines: 2', ['B']],
    ['a quote in the middle', 'name,cc\nA "x" y,1\nB,2\n', undefined, ['A "x" y', 'B']],
    ['lone carriage returns', 'name,cc\rA,1\rB,2\r', undefined, ['A', 'B']],
    ['too few cells', 'name,cc\nA\nB,2\n', undefined, ['A', 'B']],
    ['only a header', 'name,cc\n', undefined, []],
    ['only blank lines', '\n\n\r\n', 'the file is empty', []],
    ['columns of prototypes', 'name,__proto__,constructor\nA,x,y\n', undefined, ['A']],
  ])('with %s', async (what, content, message, found) => {
    const bench = await open(csvSource, { file: file(`${what}.csv`, content) });
    expect(names(await bench.all())).toEqual(found);
    expect(bench.statuses).toEqual([
      message === undefined
        ? { state: 'ok', message: '' }
        : { state: 'degraded', message: expect.stringContaining(message) as string },
    ]);
  });

  it('columns that the configuration names and the file has not are told; the others are used', async () => {
    const bench = await open(csvSource, {
      file: file('columns.csv', 'name,cc\nA,1\n'),
      searched_columns: ['name', 'nope', null, '', 'reverse'],
      first_matched_columns: ['nope', 'cc'],
      unique_column: 'id',
      format_columns: { reverse: '{name}!' },
    });
    expect(names(await bench.search('a!'))).toEqual(['A']);
    expect((await bench.firstMatch('1'))?.fields['name']).toBe('A');
    expect(bench.statuses).toEqual([{ state: 'degraded', message: 'it has no column "nope", "id"' }]);
  });

  it.each(['"', '\n', 'a\r'])('a separator %j is refused', async separator => {
    await expect(open(csvSource, { file: file('s.csv', 'name\nA\n'), separator })).rejects.toThrow(
      'separator',
    );
  });

  it('a line without an end costs itself alone, and no time', async () => {
    const path = file('endless.csv', `name,cc\nA,1\n${'x,'.repeat(10 << 20)}\nB,2\n`);
    const bench = await open(csvSource, { file: path });
    expect(names(await bench.all())).toEqual(['A', 'B']);
    expect(bench.statuses).toEqual([{ state: 'degraded', message: '1 broken lines: 3' }]);
  });

  it('a pipe, a device and a folder are told at once', async () => {
    const pipe = join(folder, 'pipe.csv');
    execFileSync('mkfifo', [pipe]);
    for (const [path, reason] of [
      [pipe, 'it is no file'],
      ['/dev/zero', 'it is no file'],
      [folder, 'it is a folder'],
    ] as const) {
      const bench = await open(csvSource, { file: path });
      expect(bench.statuses[0]?.message).toContain(reason);
    }
  });

  it.skipIf(process.getuid?.() === 0)(
    'one that may not be read is told (skipped: root reads all)',
    async () => {
      const path = file('secret.csv', 'name\nA\n');
      chmodSync(path, 0o000);
      const bench = await open(csvSource, { file: path });
      expect(bench.statuses[0]?.message).toContain('may not');
    },
  );

  it('one that an editor replaces, or that a link now leads to, is read again', async () => {
    const path = file('edited.csv', 'name\nBefore\n');
    const link = join(folder, 'link.csv');
    symlinkSync(path, link);
    const [direct, linked] = [await open(csvSource, { file: path }), await open(csvSource, { file: link })];
    renameSync(file('edited.csv.new', 'name\nAfter\n'), path);
    for (const bench of [direct, linked])
      await expect.poll(async () => names(await bench.all()), { timeout: 5000 }).toEqual(['After']);
    rmSync(link);
    symlinkSync(file('other.csv', 'name\nElsewhere\n'), link);
    await expect.poll(async () => names(await linked.all()), { timeout: 5000 }).toEqual(['Elsewhere']);
  });

  it('of more than half a million lines the rest is told, and the thread is left free while they are read', async () => {
    const path = file('long.csv', `name,cc\n`);
    appendFileSync(path, Array.from({ length: 500_001 }, (_, at) => `Row ${at},${at % 128}\n`).join(''));
    let turns = 0;
    const watch = setInterval(() => turns++, 1);
    const bench = await open(csvSource, { file: path });
    await expect.poll(() => bench.source.count?.(), { timeout: 15_000 }).toBe(500_000);
    clearInterval(watch);
    expect(turns).toBeGreaterThan(20);
    expect(bench.statuses.at(-1)?.message).toContain('only the first 500000 lines');
    expect(names(await bench.search('row 499999'))).toEqual(['Row 499999']);
  }, 30_000);
});

describe('a source over files', () => {
  it('that takes long to read is there in the meantime, and says so', async () => {
    let finish = (): void => undefined;
    const gate = new Promise<void>(resolve => (finish = resolve));
    const slow: SourcePlugin = {
      manifest: { kind: 'source', name: 'slow', title: 'Slow' },
      load: args =>
        fileSource(
          args,
          () => [],
          async () => {
            await gate;
            return { rows: [{ fields: { name: 'Late' } }], fault: '' };
          },
        ),
    };
    const bench = await open(slow, {});
    expect(bench.statuses).toEqual([{ state: 'degraded', message: 'it is still being read' }]);
    expect(await bench.search('late')).toEqual([]);
    const all = bench.all();
    finish();
    expect(names(await all)).toEqual(['Late']);
    await expect.poll(() => bench.changes()).toBe(1);
    expect(bench.statuses.at(-1)?.state).toBe('ok');
    expect(bench.changes()).toBe(1);
  });
});

describe('json', () => {
  it('rows with keys of prototypes are rows', async () => {
    const path = file(
      'proto.json',
      '[{"name":"A","__proto__":{"name":"evil"},"constructor":"c"},{"__proto__":"p"}]',
    );
    const bench = await open(jsonSource, {
      file: path,
      format_columns: { reverse: '{__proto__} {toString}' },
    });
    expect(names(await bench.all())).toEqual(['A', undefined]);
    expect((await bench.all())[1]?.fields['reverse']).toBe('p');
    expect('name' in {}).toBe(false);
  });

  it('a file of more than 8 MB is refused', async () => {
    const path = file('large.json', `["${'x'.repeat(9 << 20)}"]`);
    const bench = await open(jsonSource, { file: path });
    expect(bench.statuses[0]?.message).toContain('8 MB are the most');
  });
});

describe('midi_guide', () => {
  const sheet = (name: string) => `manufacturer,device,section,parameter_name,cc_msb\nX,Y,Z,${name},1\n`;

  it('follows links to sheets, and tells of what cannot be read', async () => {
    const path = dirname(file('guide/a.csv', sheet('A')));
    symlinkSync(file('elsewhere/linked.csv', sheet('Linked')), join(path, 'b.csv'));
    symlinkSync(join(path, 'nowhere.csv'), join(path, 'c.csv'));
    symlinkSync(path, join(path, 'loop'));
    mkdirSync(join(path, 'd.csv'));
    const bench = await open(midiGuideSource, { file: path });
    expect(names(await bench.all())).toEqual(['A', 'Linked']);
    expect(bench.statuses.at(-1)?.message).toBe('c.csv cannot be read');
  });

  it('notices a sheet that comes later, in an inner folder too', async () => {
    const path = dirname(file('inner/x/a.csv', sheet('A')));
    const bench = await open(midiGuideSource, { file: dirname(path) });
    file('inner/x/b.csv', sheet('B'));
    await expect.poll(async () => names(await bench.all()), { timeout: 8000 }).toEqual(['A', 'B']);
  }, 10_000);

  it('a folder of thousands of sheets loads behind, and is told meanwhile', async () => {
    for (let at = 0; at < 3000; at++) file(`many/${at}.csv`, sheet(`P${at}`));
    const bench = await open(midiGuideSource, { file: join(folder, 'many') });
    await expect.poll(() => bench.source.count?.(), { timeout: 20_000 }).toBe(3000);
    expect(bench.statuses.at(-1)).toEqual({ state: 'ok', message: '' });
  }, 30_000);
});

describe('fixture', () => {
  const fixture = (json: unknown) => file('fixture.json', JSON.stringify(json));
  const slots = async (json: unknown, config = {}) => {
    const bench = await open(fixtureSource, { file: fixture(json), address: 1, ...config });
    return { all: await bench.all(), message: bench.statuses.at(-1)?.message ?? '' };
  };

  it.each([
    ['no modes', { name: 'X' }, 'it has no modes'],
    ['an empty list of modes', { modes: [] }, 'it has no mode'],
    ['modes of nothing', { modes: [null, 1, 'x'] }, 'it has no mode'],
    ['a list', [], 'it is no fixture'],
    ['no object', 'x', 'it is no fixture'],
  ])('with %s is told', async (_what, json, message) => {
    expect(await slots(json)).toEqual({ all: [], message: expect.stringContaining(message) as string });
  });

  it('odd channels of a mode are passed over, and keep their slots', async () => {
    const channels = ['Dimmer', null, 7, {}, { insert: 'matrixChannels' }, 'constructor', '__proto__'];
    const { all } = await slots({ modes: [{ name: 'm', channels }] });
    expect(all.map(entry => `${String(entry.fields['slot'])} ${String(entry.fields['name'])}`)).toEqual([
      '1 Dimmer',
      '3 constructor',
      '4 __proto__',
    ]);
  });

  it.each([
    ['a matrix without end', { pixelCount: [1e9, 1e9, 1e9] }],
    ['a matrix of odd numbers', { pixelCount: ['x', -1, null] }],
    ['pixel keys that are none', { pixelKeys: [[null, 5, {}], 'x', null] }],
  ])('with %s has no pixels, and says nothing wrong', async (_what, matrix) => {
    const insert = {
      insert: 'matrixChannels',
      repeatFor: 'eachPixelXYZ',
      channelOrder: 'perPixel',
      templateChannels: ['R $pixelKey'],
    };
    const { all } = await slots({ matrix, modes: [{ name: 'm', channels: ['Dimmer', insert] }] });
    expect(names(all)).toEqual(['Dimmer']);
  });

  it('a mode that runs beyond slot 512 is told, and used as far as it goes', async () => {
    const channels = ['A', 'B', 'C'];
    const { all, message } = await slots({ modes: [{ name: 'm', channels }] }, { address: 511 });
    expect(names(all)).toEqual(['A', 'B']);
    expect(message).toBe('1 of its channels lie beyond slot 512');
  });
});
