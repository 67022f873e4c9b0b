import { createImportLedger, defineFaults, defineLayout, splitImportFileName } from '@kcn/layouts';
import { createLayoutSink, readTable, recogniseFiles } from './index';

const layout = defineLayout({
  faults: defineFaults({ odd: { vi: '{value} lẻ', en: '{value} is odd' } }),
  columns: ['code', 'count'],
  read(row) {
    const count = row.wholeNumber('count', { min: 0, max: 99 });
    if (count % 2 === 1) row.addFault('odd', { value: row.raw('count') }, 'count');
    return { code: row.code('code'), count };
  },
});

/** Reads the files by that layout; what their rows, bad rows and unreadable ends came to. */
async function readAll(files: Readonly<Record<string, string>>, isWithoutLines = false) {
  const uploaded = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const ledger = createImportLedger(Object.keys(files));
  const seen: string[] = [];
  const find = (name: string) => {
    const parts = splitImportFileName(name);
    return parts?.stem.startsWith('counts') && parts.format !== 'json' ? { kind: parts.stem, format: parts.format } : undefined;
  };
  for (const { index, format, bytes } of recogniseFiles(uploaded, { ledger, find })) {
    const sink = createLayoutSink({
      ledger,
      file: index,
      layout,
      take: ({ code, count }, line) => seen.push(`${String(line)}: ${code} ${String(count)}`),
      onBadRow: (cell, line) => seen.push(`${String(line)} bad ${cell('code')}`),
      onUnreadable: () => seen.push('unreadable'),
      isWithoutLines,
    });
    await readTable(bytes, { format, columns: layout.columns, sink });
  }
  return { seen, counts: ledger.counts(), errors: ledger.errors().map(({ file, where, code }) => `${file} ${where}: ${code}`) };
}

test('sound rows are handed on, all others are faults with their place, whatever the order of columns', async () => {
  const { seen, errors, counts } = await readAll({ 'Counts.csv': 'count,code\n2,a\n3,b\nx,\n4,c,d\n6,e\n' });
  expect(seen).toEqual(['2: a 2', '3 bad b', '4 bad ', '5 bad c', '6: e 6']);
  expect(errors).toEqual([
    'Counts.csv line 3 column count: odd',
    'Counts.csv line 4 column count: not_a_whole_number',
    'Counts.csv line 4 column code: required',
    'Counts.csv line 5: malformed',
  ]);
  expect(counts).toEqual([{ file: 'Counts.csv', kind: 'counts', rows: 5, added: 0, corrected: 0, unchanged: 0, refused: 3 }]);
});

test('a file of no layout, a layout that comes twice, and one that cannot be read', async () => {
  const { seen, errors, counts } = await readAll({
    'counts.csv': 'code,count\na,2',
    'others.csv': '',
    'counts.xlsx': '',
    'counts-2.csv': '',
  });
  expect(seen).toEqual(['2: a 2', 'unreadable']);
  expect(errors).toEqual(['others.csv file: file_unknown', 'counts.xlsx file: file_twice', 'counts-2.csv file: file_empty']);
  expect(counts.map(({ kind }) => kind)).toEqual(['counts', null, 'counts', 'counts-2']);
});

test('a file without lines worth naming places faults by column only', async () => {
  expect((await readAll({ 'counts.csv': 'code,count\na,1' }, true)).errors).toEqual(['counts.csv column count: odd']);
});
