import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import {
  addressKeys,
  addressOfChannel,
  addressOfFields,
  channelKeys,
  channelOfAddress,
  isOfPart,
  normalAddress,
} from './address.ts';
import { CsvReader, formatCsvLine, parseCsv } from './csv.ts';
import { fold } from './fold.ts';
import { fillFields, parseTemplate } from './format.ts';

describe('addresses', () => {
  it.each([
    ['ch0.cc74', 'cc:74', 'ch0'],
    ['ch3.hires19', 'cc14:19', 'ch3'],
    ['ch15.nrpn479', 'nrpn:3:95', 'ch15'],
    ['ch1.note36', 'note:36', 'ch1'],
    ['ch1.pitch', 'pitch:', 'ch1'],
    ['12', 'dmx:12', ''],
    ['12+13', 'dmx:12+13', ''],
    ['/mixer/1/gain', 'osc:/mixer/1/gain', ''],
    ['fader1', 'fader1', ''],
    ['clock', 'clock', ''],
  ])('%s is %s, and back', (channel, address, part) => {
    expect(addressOfChannel(channel)).toEqual({ address, part });
    expect(channelOfAddress(address, part)).toBe(channel);
  });

  it('passes over the universe of a slot: it is the instance that has one', () => {
    expect(channelOfAddress('dmx:1/12')).toBe('12');
    expect(addressKeys('dmx:1/12')).toEqual(['dmx:12']);
  });

  it.each([
    ['CC: 74', 'cc:74'],
    ['cc:074', 'cc:74'],
    ['nrpn:483', 'nrpn:3:99'],
    ['NRPN:3:99', 'nrpn:3:99'],
    ['dmx:1/007', 'dmx:7'],
    ['dmx:12+013', 'dmx:12+13'],
    ['OSC:/Mix/1', 'osc:/Mix/1'],
    // What is no address of these kinds stays as it is.
    ['cc:200', 'cc:200'],
    ['Note: this is a text', 'Note: this is a text'],
    ['ch0.cc74', 'ch0.cc74'],
    ['', ''],
  ])('writes %j as %j', (given, address) => {
    expect(normalAddress(given)).toBe(address);
    expect(addressOfFields({ address: given })).toBe(address === '' ? null : address);
  });

  it.each([
    [{ cc_msb: '19', cc_lsb: '51' }, 'cc14:19'],
    [{ cc_msb: '19', cc_lsb: '20' }, 'cc:19'],
    [{ cc_msb: '64', cc_lsb: '96' }, 'cc:64'],
    [{ cc_msb: '', nrpn_msb: '3', nrpn_lsb: '95' }, 'nrpn:3:95'],
    [{ nrpn: 483 }, 'nrpn:3:99'],
    [{ note: 36 }, 'note:36'],
    [{ slot: '007' }, 'dmx:7'],
    [{ cc: '128' }, null],
    [{ cc: '' }, null],
  ])('takes %j for %s', (fields, address) => {
    expect(addressOfFields(fields)).toBe(address);
  });

  it('knows a channel by its own spelling first', () => {
    expect(channelKeys('ch0.cc7')).toEqual({ keys: ['ch0.cc7', 'cc:7', 'cc14:7'], part: 'ch0' });
    expect(channelKeys('fader1')).toEqual({ keys: ['fader1'], part: '' });
  });

  it('knows more general addresses', () => {
    expect(addressKeys('dmx:12+13')).toEqual(['dmx:12+13', 'dmx:12']);
    expect(addressKeys('cc14:7')).toEqual(['cc14:7', 'cc:7']);
    expect(addressKeys('osc:/xy:1')).toEqual(['osc:/xy:1', 'osc:/xy']);
  });

  it('knows whether a channel is of the bound part', () => {
    expect([isOfPart(undefined, 'ch3'), isOfPart('3', 'ch3'), isOfPart('ch4', 'ch3')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('csv', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ',', '"', '\n', 'é'), maxLength: 6 });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 8 });

  it('reads back what was written, however it is cut into pieces', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 7 }), (rows, size) => {
        const text = rows.map(formatCsvLine).join('');
        const read: (readonly string[])[] = [];
        const reader = new CsvReader(',', record => void read.push(record.cells));
        for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
        reader.end();
        expect(read).toEqual(rows);
        expect(reader.brokenCount).toBe(0);
      }),
    );
  });

  it('reads as another reader does', () => {
    fc.assert(
      fc.property(table, rows => {
        const text = rows.map(formatCsvLine).join('');
        const other = parse(text, { relax_column_count: true, record_delimiter: ['\r\n'] }) as string[][];
        expect(parseCsv(text).records.map(record => record.cells)).toEqual(other);
      }),
    );
  });

  it('never hangs or throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), text => void parseCsv(text)),
      { numRuns: 50 },
    );
  });

  it('knows the line of each record', () => {
    const { records } = parseCsv('a\r\n"b\nc"\rd\n\ne');
    expect(records.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [1, 'a'],
      [2, 'b\nc'],
      [4, 'd'],
      [6, 'e'],
    ]);
  });
});

describe('templates', () => {
  const fields = { a: 'A', n: 5, list: ['x', 'y'], map: { k: 'v', deep: [{ b: 1 }] }, nothing: null };
  it.each([
    ['{a} {n}', 'A 5'],
    ['{list[0]}', 'x'],
    ['{map[k]}', 'v'],
    ['{map[deep][0][b]}', '1'],
    ['{missing} {a}', 'A'],
    [' {nothing} ', null],
    ['{list[9]}', null],
    ['{a[b]}', null],
    ['{constructor}', null],
    ['{{a}} {a}', '{a} A'],
    ['{a', null],
    ['a}', null],
    ['{}', null],
  ])('%s is %s', (template, text) => {
    expect(fillFields(parseTemplate(template), fields)).toBe(text);
  });
});

it('folds accents and case', () => {
  expect(fold('Ãlbérto ÑANDÚ')).toBe('alberto nandu');
});
