import { utils, write } from '@e965/xlsx';
import { readTable } from './read-table';
import type { TableFormat } from './read-table';

const COLUMNS = ['code', 'date', 'note'];

/** What came out, in order: `3: a|b|c` for a row, `3 code` for a fault. */
async function read(bytes: Buffer, format: TableFormat = 'csv'): Promise<string[]> {
  const seen: string[] = [];
  await readTable(bytes, {
    format,
    columns: COLUMNS,
    sink: {
      begin: () => undefined,
      row: (cells, line) => seen.push(`${String(line)}: ${cells.join('|')}`),
      badRow: (fault, line) => seen.push(`${String(line)} ${fault.code}`),
      unreadable: (fault, line) => seen.push(`${line === undefined ? 'file' : String(line)} ${fault.code}`),
    },
  });
  return seen;
}

const csv = (text: string): Buffer => Buffer.from(text, 'utf8');

test('rows come with the line on which they start, quoted line breaks counted, a byte-order mark tolerated', async () => {
  expect(await read(csv('\ufeffcode,date,note\na,2017-01-01,"một\nhai"\nb,2017-01-02,\n'))).toEqual([
    '2: a|2017-01-01|một\nhai',
    '4: b|2017-01-02|',
  ]);
});

test.each([
  ['empty', csv(''), 'file_empty'],
  ['not UTF-8', Buffer.from('code,date,note\nPh\xe8,2017-01-01,\n', 'latin1'), 'not_utf8'],
  ['UTF-16', Buffer.from('\ufeffcode,date,note\n', 'utf16le'), 'not_utf8'],
  ['a missing column', csv('code,date\na,2017-01-01\n'), 'column_missing'],
  ['an unknown column', csv('code,date,note,more\na,2017-01-01,,\n'), 'column_unknown'],
  ['a column twice', csv('code,date,note,note\na,2017-01-01,,\n'), 'column_twice'],
  ['an unquoted comma', csv('code,date,note\na,2017-01-01,one, two\n'), 'malformed'],
])('%s is refused as such', async (_name, bytes, code) => {
  expect((await read(bytes)).some((one) => one.endsWith(` ${code}`))).toBe(true);
});

test('the first sheet of a workbook gives the same rows', async () => {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([COLUMNS, ['a', '2017-01-01', 'một']]));
  expect(await read(write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer, 'xlsx')).toEqual(['2: a|2017-01-01|một']);
  expect(await read(csv('no workbook'), 'xlsx')).toEqual(['file not_a_workbook']);
});
