import { describe, expect, it } from 'vitest';
import { decodeCsv, guessEncoding, importSentence, previewCsv, reasonsOf } from './contacts-csv.ts';

const report = (created: number, failed: readonly (readonly [number, string])[]) => ({
  created: Array.from({ length: created }, () => ({})),
  failed: failed.map(([line, error]) => ({ line, errors: [error] })),
});

describe('importing CSV', () => {
  it('tells UTF-8 from older files', () => {
    const old = Uint8Array.of(0x4a, 0x6f, 0x73, 0xe9);
    expect(guessEncoding(old)).toBe('cp1252');
    expect(decodeCsv(old, 'cp1252')).toBe('José');
    expect(decodeCsv(old, 'utf-8')).toBeUndefined();
    const modern = new TextEncoder().encode('\uFEFFJosé');
    expect(guessEncoding(modern)).toBe('utf-8');
    expect(decodeCsv(modern, 'utf-8')).toBe('José');
  });

  it('shows the beginning', () => {
    expect(previewCsv('a,b\n1,2\n"3\n4",5\n6,7\n', 2)).toEqual({
      columns: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3\n4', '5'],
      ],
      lines: 3,
    });
    expect(previewCsv('', 2)).toEqual({ columns: [], rows: [], lines: 0 });
  });

  it('says what came of it', () => {
    expect(importSentence(report(12, []))).toBe('12 created.');
    expect(importSentence(report(1, [[3, 'x']]))).toBe('1 created. Line 3 was left out.');
    const two = report(12, [
      [3, 'x'],
      [5, 'y'],
    ]);
    expect(importSentence(two)).toBe('12 created. Lines 3 and 5 were left out.');
    const many = report(
      1200,
      Array.from({ length: 1010 }, (_, at) => [at + 2, 'x'] as const),
    );
    expect(importSentence(many)).toBe(
      '1,200 created. Lines 2, 3, 4, 5, 6, 7, 8, 9 and 1,002 more were left out.',
    );
  });

  it('names each reason once', () => {
    const told = reasonsOf(
      report(0, [
        [3, 'too many fields'],
        [5, 'missing fields'],
        [9, 'too many fields'],
      ]),
    );
    expect(told).toEqual([
      { reason: 'too many fields', lines: [3, 9] },
      { reason: 'missing fields', lines: [5] },
    ]);
  });
});
