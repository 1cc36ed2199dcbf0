import { appendFileSync, truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csvSource } from './csv/index.ts';
import { fixtureSource } from './fixture/index.ts';
import { createInstancesSource } from './instances/index.ts';
import { jsonSource } from './json/index.ts';
import { midiGuideSource } from './midi_guide/index.ts';
import { sourceFolder } from './testing/source-folder.ts';

const { folder, file, open } = sourceFolder();

const column = (entries: readonly { fields: Readonly<Record<string, unknown>> }[], name: string) =>
  entries.map(entry => entry.fields[name]);

describe('csv', () => {
  it('passes over a byte order mark, and reads the encoding that it tells', async () => {
    file('bom.csv', '\uFEFFname,cc\nCutoff,74\n');
    const utf8 = await open(csvSource, { file: 'bom.csv' });
    expect((await utf8.search('cut'))[0]?.fields).toEqual({ name: 'Cutoff', cc: '74' });
    const path = file('utf16.csv', Buffer.from('\uFEFFname,cc\nÉclat,74\n', 'utf16le'));
    expect(column(await (await open(csvSource, { file: path })).search('eclat'), 'name')).toEqual(['Éclat']);
  });

  it('reads another encoding when told, and says when it was not told', async () => {
    const path = file('latin.csv', Buffer.from('name\nP\xe9p\xe9\n', 'latin1'));
    const told = await open(csvSource, { file: path, encoding: 'windows-1252' });
    expect(column(await told.search('pepe'), 'name')).toEqual(['Pépé']);
    const wrong = await open(csvSource, { file: path });
    expect(wrong.statuses).toEqual([
      { state: 'degraded', message: expect.stringContaining('not utf-8') as string },
    ]);
    const nonsense = await open(csvSource, { file: path, encoding: 'klingon' });
    expect(nonsense.statuses[0]?.message).toContain('there is no encoding "klingon"');
  });

  it('names broken lines and uses the others', async () => {
    const path = file('broken.csv', 'name,cc\nA,1\n"B,2\nC,3,4,5\n\nD\n"E ""x""",6\n');
    const bench = await open(csvSource, { file: path });
    expect(column(await bench.all(), 'name')).toEqual(['A', 'C', 'D', 'E "x"']);
    expect(bench.statuses).toEqual([{ state: 'degraded', message: '2 broken lines: 3, 4' }]);
  });

  it('an empty file, a missing one and a folder are told; nothing is found', async () => {
    const empty = await open(csvSource, { file: file('empty.csv', '') });
    expect(empty.statuses[0]?.message).toBe('the file is empty');
    expect(await empty.search('a')).toEqual([]);
    const missing = await open(csvSource, { file: 'missing.csv' });
    expect(missing.statuses[0]?.message).toContain('there is no such file');
    const nothing = await open(csvSource, { file: folder });
    expect(nothing.statuses[0]?.message).toContain('it is a folder');
  });

  it('heals when a missing file appears', async () => {
    const bench = await open(csvSource, { file: 'later.csv' });
    file('later.csv', 'name\nLate\n');
    await expect.poll(() => bench.search('late'), { timeout: 5000 }).toHaveLength(1);
    expect(bench.statuses.at(-1)?.state).toBe('ok');
    expect(bench.changes()).toBeGreaterThan(0);
  });

  it('refuses a file of 100 MB without reading it', async () => {
    const path = file('huge.csv', 'name\n');
    truncateSync(path, 100 * 2 ** 20);
    const bench = await open(csvSource, { file: path });
    expect(bench.statuses[0]?.message).toContain('100 MB; 64 MB are the most');
  });

  it('a column named __proto__ is a column', async () => {
    const path = file('proto.csv', '__proto__,constructor,name\nx,y,Z\n');
    const bench = await open(csvSource, { file: path, unique_column: '__proto__' });
    const [entry] = await bench.search('z');
    expect(entry?.relations.source_entry_id).toBe('x');
    expect('polluted' in {}).toBe(false);
  });

  it('templates that feed on each other, or on nothing, are bounded and null', async () => {
    const path = file('loop.csv', 'name\nA\n');
    const format_columns = {
      a: '{a}{b}',
      b: '{a}{name}{b}',
      c: `${'{b}'.repeat(50)}`,
      d: `${'{c}'.repeat(50)}`,
      e: `${'{d}'.repeat(50)}`,
      f: `${'{e}'.repeat(50)}`,
      bad: '{name',
      list: '{name[0]}',
      gone: '{nothing}',
    };
    const bench = await open(csvSource, { file: path, format_columns });
    const [entry] = await bench.search('a');
    expect(entry?.fields).toMatchObject({ a: null, b: 'A', bad: null, list: null, gone: null });
    expect(String(entry?.fields['f']).length).toBeLessThanOrEqual(10_000);
  });

  it('an empty key never matches', async () => {
    const path = file('keys.csv', 'name,cc\nA,\nB,7\n');
    const bench = await open(csvSource, { file: path, first_matched_columns: ['cc'] });
    expect(await bench.firstMatch('')).toBeNull();
    expect((await bench.firstMatch('7'))?.fields['name']).toBe('B');
  });

  it('tells addresses by the usual columns, and channels of the bound instance', async () => {
    const path = file(
      'addresses.csv',
      'name,cc,nrpn,note,dmx,osc,address\nA,74\nB,,393\nC,,,36\nD,,,,12\nE,,,,,/mix/1\nF,,,,,,pitch:\n',
    );
    const bench = await open(csvSource, { file: path, bind: { instance: 'dev', channel: '3' } });
    expect((await bench.all()).map(entry => [entry.relations.address, entry.relations.channel])).toEqual([
      ['cc:74', 'ch3.cc74'],
      ['nrpn:3:9', 'ch3.nrpn393'],
      ['note:36', 'ch3.note36'],
      ['dmx:12', '12'],
      ['osc:/mix/1', '/mix/1'],
      ['pitch:', 'ch3.pitch'],
    ]);
  });
});

describe('json', () => {
  it('reads a list, and one that lies deeper', async () => {
    file('list.json', '[{"name":"A","tags":["x","y"]}, 5]');
    const list = await open(jsonSource, {
      file: 'list.json',
      format_columns: { first: '{tags[0]}', all: '{tags}' },
    });
    expect((await list.search('y'))[0]?.fields).toMatchObject({ first: 'x', all: 'x, y' });
    expect(list.statuses[0]?.message).toBe('1 items of the list are no objects');
    file('deep.json', '{"device":{"controls":[{"name":"B"}]}}');
    const deep = await open(jsonSource, { file: 'deep.json', path: 'device.controls' });
    expect(column(await deep.all(), 'name')).toEqual(['B']);
    file('bad.json', '{');
    const bad = await open(jsonSource, { file: 'bad.json' });
    expect(bad.statuses[0]?.state).toBe('degraded');
  });
});

const HEAD =
  'manufacturer,device,section,parameter_name,parameter_description,cc_msb,cc_lsb,cc_min_value,cc_max_value,cc_default_value,nrpn_msb,nrpn_lsb,nrpn_min_value,nrpn_max_value,nrpn_default_value,orientation,notes,usage\n';
const SHEET = `${HEAD}Acme,Synth 1,Filter,Cutoff,,74,,0,127,,,,,,,0-based,,\nAcme,Synth 1,Filter,Resonance,,71,,0,127,,1,8,0,16383,,0-based,,\nAcme,Synth 1,Osc,Pitch,,5,37,0,127,,,,,,,0-based,,\nAcme,Synth 1,Osc,Pitch,,5,37,0,127,,,,,,,0-based,,\n`;

describe('midi_guide', () => {
  it('reads a sheet: names, addresses, both ways of one parameter, ids that differ', async () => {
    const bench = await open(midiGuideSource, {
      file: file('Acme/Synth 1.csv', SHEET),
      bind: { instance: 'synth' },
    });
    const all = await bench.all();
    expect(all.map(entry => [entry.fields['name'], entry.relations.address])).toEqual([
      ['Cutoff', 'cc:74'],
      ['Resonance', 'cc:71'],
      ['Resonance', 'nrpn:1:8'],
      ['Pitch', 'cc14:5'],
      ['Pitch', 'cc14:5'],
    ]);
    expect(all[2]?.relations.channel).toBe('ch0.nrpn136');
    expect(new Set(all.map(entry => entry.relations.source_entry_id)).size).toBe(5);
    expect(column(await bench.search('acme cutoff'), 'name')).toEqual(['Cutoff']);
    expect(await bench.firstMatch('')).toBeNull();
  });

  it('reads a folder of them; a file that is no sheet is named and left out', async () => {
    file('many/A/one.csv', SHEET);
    file('many/B/two.csv', SHEET.replaceAll('Acme', 'Other'));
    file('many/B/readme.csv', 'hello,world\n1,2\n');
    const bench = await open(midiGuideSource, { file: 'many' });
    expect(await bench.search('cutoff')).toHaveLength(2);
    expect(bench.statuses).toEqual([
      { state: 'degraded', message: 'readme.csv: it is no sheet: it has no column parameter_name' },
    ]);
  });
});

const FIXTURE = {
  name: 'Beam',
  availableChannels: {
    Dimmer: { capability: { type: 'Intensity' } },
    Pan: { fineChannelAliases: ['Pan fine'], capability: { type: 'Pan' } },
    Colour: { capabilities: [{ type: 'WheelSlot' }, { type: 'WheelRotation' }] },
  },
  matrix: { pixelCount: [2, 2, 1] },
  templateChannels: { 'Red $pixelKey': { capability: { type: 'ColorIntensity' } }, 'Blue $pixelKey': {} },
  modes: [
    { name: 'Small', channels: ['Dimmer', null, 'Colour'] },
    { name: 'Wide', shortName: '16bit', channels: ['Pan', 'Pan fine'] },
    {
      name: 'Pixels',
      channels: [
        {
          insert: 'matrixChannels',
          repeatFor: 'eachPixelYXZ',
          channelOrder: 'perPixel',
          templateChannels: ['Red $pixelKey', 'Blue $pixelKey'],
        },
      ],
    },
  ],
};

describe('fixture', () => {
  const slots = async (config: Record<string, unknown>) => {
    file('beam.json', JSON.stringify(FIXTURE));
    const bench = await open(fixtureSource, { file: 'beam.json', bind: { instance: 'dmx' }, ...config });
    const entries = await bench.all();
    return { bench, entries, list: entries.map(entry => [entry.relations.channel, entry.fields['reverse']]) };
  };

  it('gives one entry for each slot of the mode, from the start address', async () => {
    const { list, entries } = await slots({ address: 10, label: 'Front' });
    expect(list).toEqual([
      ['10', 'Front Dimmer'],
      ['12', 'Front Colour'],
    ]);
    expect(column(entries, 'type')).toEqual(['Intensity', 'WheelSlot']);
    expect((await slots({ mode: '16bit' })).list).toEqual([
      ['1', 'Pan'],
      ['2', 'Pan fine'],
    ]);
  });

  it('repeats template channels for pixels, in the order of the axes', async () => {
    const { list, entries } = await slots({ mode: 'Pixels' });
    expect(list.map(([, name]) => name)).toEqual([
      'Red (1, 1)',
      'Blue (1, 1)',
      'Red (1, 2)',
      'Blue (1, 2)',
      'Red (2, 1)',
      'Blue (2, 1)',
      'Red (2, 2)',
      'Blue (2, 2)',
    ]);
    expect(entries[0]?.fields['type']).toBe('ColorIntensity');
  });

  it('says what lies beyond the universe, and which modes there are', async () => {
    const end = await slots({ address: 511 });
    expect(end.list).toEqual([['511', 'Dimmer']]);
    expect(end.bench.statuses[0]?.message).toContain('1 of its channels lie beyond slot 512');
    const none = await slots({ mode: 'Nope' });
    expect(none.bench.statuses[0]?.message).toContain('there are: Small, Wide, Pixels');
  });
});

describe('instances', () => {
  it('lists the channels of the patch, and again when they change', async () => {
    let channels = [{ instance: 'a', channel: 'ch0.cc7', name: 'Volume' as string | undefined }];
    let tell: () => void = () => undefined;
    const patch = {
      channels: () => channels,
      onChange: (listener: () => void) => ((tell = listener), () => undefined),
    };
    const bench = await open(createInstancesSource(patch), { unique_column: 'id' });
    expect((await bench.search('volume'))[0]?.relations).toEqual({
      source_entry_id: 'a.ch0.cc7',
      instance: 'a',
      channel: 'ch0.cc7',
      address: 'cc:7',
    });
    channels = [{ instance: 'b', channel: '/x', name: undefined }];
    tell();
    expect(column(await bench.search('/x'), 'name')).toEqual(['b./x']);
    expect(bench.changes()).toBe(1);
  });
});

it('a file that grows while it is read is read again', async () => {
  const path = file('grow.csv', 'name\nA\n');
  const bench = await open(csvSource, { file: path });
  appendFileSync(path, 'B\n');
  await expect.poll(() => bench.all(), { timeout: 5000 }).toHaveLength(2);
});
