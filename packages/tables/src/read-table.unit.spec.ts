import { utils, write } from '@e965/xlsx';
import { readTable } from './read-table';
import type { TableFormat } from './read-table';

const COLUMNS = ['code', 'date', 'note'];
const HEADER = 'code,date,note\n';

/** What came out, in order: `3: a|b|c` for a row, `3 code` for a fault. */
async function read(content: string | Buffer, format: TableFormat = 'csv'): Promise<string[]> {
  const seen: string[] = [];
  await readTable(Buffer.from(content), {
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

const workbook = (...rows: readonly (readonly unknown[])[]): Buffer => {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([COLUMNS, ...rows.map((row) => [...row])]));
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
};

test('rows come with the line on which they start: line breaks in cells are counted, a byte-order mark, CRLF and blank lines tolerated', async () => {
  expect(await read('\uFEFFcode,date,note\na,2017-01-01,"một\nhai"\nb,2017-01-02,\n')).toEqual([
    '2: a|2017-01-01|một\nhai',
    '4: b|2017-01-02|',
  ]);
  expect(await read('code,date,note\r\na,,"x ""y"", z"\r\n\r\nb,,\r\n\r\n')).toEqual(['2: a||x "y", z', '4: b||']);
  expect(await read('note, code ,date\nn,a,d')).toEqual(['2: n|a|d']);
});

test.each<[name: string, content: string | Buffer, out: readonly string[]]>([
  ['an empty file', '', ['file file_empty']],
  ['only a byte-order mark', '\uFEFF', ['file file_empty']],
  ['Windows-1258', Buffer.from(`${HEADER}Phè N\u00f6i,,`, 'latin1'), ['file not_utf8']],
  ['UTF-16', Buffer.from(HEADER, 'utf16le'), ['file not_utf8']],
  ['UTF-16 with its mark', Buffer.from(`\uFEFF${HEADER}`, 'utf16le'), ['file not_utf8']],
  ['a workbook under the name of a CSV', workbook(), ['file not_utf8']],
  ['a missing column', 'code,date\na,2017-01-01\n', ['1 column_missing']],
  ['an unknown column', 'code,date,note,more\na,2017-01-01,,\n', ['1 column_unknown']],
  ['a column twice', 'code,date,note,note\na,2017-01-01,,\n', ['1 column_twice']],
  ['an unquoted comma; the rows after it are read', `${HEADER}a,,one, two\nb,,`, ['2 malformed', '3: b||']],
  ['a cell too few after a row of two lines', `${HEADER}a,,"n\nm"\nb,\nc,,`, ['2: a||n\nm', '4 malformed', '5: c||']],
  ['a quote not closed', `${HEADER}a,,\nb,"x,\nc,,`, ['2: a||', '3 malformed']],
  ['a quote inside a cell', `${HEADER}a,n"x,`, ['2 malformed']],
  ['text after a quote', `${HEADER}a,"n"x,`, ['2 malformed']],
])('%s', async (_name, content, out) => {
  expect(await read(content)).toEqual(out);
});

describe('a file of many slices', () => {
  const rows = (count: number): string =>
    Array.from({ length: count }, (_unused, index) => `c${String(index)},2017-01-01,ghi chú\n`).join('');

  test('gives every row once and in order, also those that come after the end is announced', async () => {
    const out = await read(HEADER + rows(60_000));
    expect(out).toHaveLength(60_000);
    expect([out[0], out[30_000], out.at(-1)]).toEqual([
      '2: c0|2017-01-01|ghi chú',
      '30002: c30000|2017-01-01|ghi chú',
      '60001: c59999|2017-01-01|ghi chú',
    ]);
  });

  test('with a header at fault is not read on', async () => {
    expect(await read(`code,date\n${rows(60_000)}`)).toEqual(['1 column_missing']);
  });

  test('ends at a structural fault, in the first slice as in the last', async () => {
    expect(await read(`${HEADER}a,n"x,\n${rows(60_000)}`)).toEqual(['2 malformed']);
    const out = await read(`${HEADER}${rows(60_000)}a,"n"x,\nb,,\n`);
    expect([out.length, out.at(-1)]).toEqual([60_001, '60002 malformed']);
    const open = await read(`${HEADER}${rows(60_000)}a,"n`);
    expect([open.length, open.at(-1)]).toEqual([60_001, '60002 malformed']);
  });
});

describe('the first sheet of a workbook', () => {
  const day = (year: number, month: number, date: number) => ({
    t: 'n',
    v: Math.round((Date.UTC(year, month - 1, date) - Date.UTC(1899, 11, 30)) / 86_400_000),
    z: 'dd/mm/yyyy',
  });

  test('gives the rows its CSV would: dates, numbers, no blank rows, the line is the row in Excel', async () => {
    expect(await read(workbook(['a', day(2017, 2, 28), 'một'], [], ['b', '2017-02-30', 22342.5], ['c', '', 0.1]), 'xlsx')).toEqual([
      '2: a|2017-02-28|một',
      '4: b|2017-02-30|22342.5',
      '5: c||0.1',
    ]);
  });

  test('refuses what is none, an empty one, and a cell outside the columns', async () => {
    expect(await read('no workbook', 'xlsx')).toEqual(['file not_a_workbook']);
    expect(await read('', 'xlsx')).toEqual(['file file_empty']);
    expect(await read(workbook(['a', '', '', 'more'], ['b', '', '']), 'xlsx')).toEqual(['2 malformed', '3: b||']);
  });
});
