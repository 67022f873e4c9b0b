import { utils, write } from '@e965/xlsx';
import fc from 'fast-check';
import { readStatement } from '../read-statement';
import { findPlainAmount } from './cells';
import type { ColumnsProfile } from '../../../domain/bank-profiles/columns-profile';
import { DEFAULT_PROFILE } from '../../../domain/bank-profiles/default-profile';

const HEADER = 'account,booked_on,value_on,amount,currency,bank_ref,remitter,description';
const ROW = '1234,2026-01-05,2026-01-06,1000,VND,R1,An,LS-HT-001';

/** A bank of nobody's: two columns for in and out, Vietnamese numbers and days, one account per file. */
const BANK: ColumnsProfile = {
  id: 'bank-x',
  name: { vi: 'Ngân hàng X', en: 'Bank X' },
  account: { value: '1234' },
  currency: { value: 'VND' },
  amount: { credit: 'Ghi có', debit: 'Ghi nợ' },
  bookedOn: 'Ngày',
  bankRef: 'Số GD',
  description: 'Nội dung',
  days: 'DD/MM/YYYY',
  decimalMark: ',',
  thousandsMark: '.',
  strictDecimals: false,
  ignored: ['Số dư'],
};
const BANK_HEADER = 'Ngày,Số GD,Ghi nợ,Ghi có,Số dư,Nội dung';

async function read(lines: readonly string[], profile?: ColumnsProfile) {
  return readStatement(
    { file: `s-${profile?.id ?? ''}.csv`, bytes: Buffer.from(lines.join('\n')) },
    { profiles: profile ? [profile] : [] },
  );
}

async function faultsOf(lines: readonly string[], profile?: ColumnsProfile): Promise<string[]> {
  const result = await read(lines, profile);
  return 'faults' in result ? result.faults.map(({ where, code }) => `${where}: ${code}`) : [];
}

const LINE = {
  account: '1234',
  bookedOn: '2026-01-05',
  valueOn: '2026-01-06',
  amount: 1000n,
  currency: 'VND',
  bankRef: 'R1',
  remitter: 'An',
  description: 'LS-HT-001',
  line: 2,
};

test('the bank-statement layout, in any order of columns, and as a workbook', async () => {
  expect(await read([HEADER, ROW])).toEqual({
    format: 'csv',
    repeated: 0,
    statements: [{ account: '1234', currency: 'VND', lines: [LINE] }],
  });
  const turned = [HEADER, ROW].map((row) => row.split(',').reverse().join(','));
  expect(await read(turned)).toMatchObject({ statements: [{ lines: [LINE] }] });
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([HEADER.split(','), ROW.split(',')]));
  const bytes = write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
  expect(await readStatement({ file: 's.xlsx', bytes })).toMatchObject({ format: 'csv', statements: [{ lines: [LINE] }] });
});

test('what may be empty, what went out, and the same row twice', async () => {
  const rows = [HEADER, '1234,2026-01-05,,-1000,VND,R1,,', '1234,2026-01-05,,-1000,VND,R1,,', '5,2026-01-05,,2.50,USD,R1,,'];
  const { valueOn: _none, ...line } = LINE;
  expect(await read(rows)).toEqual({
    format: 'csv',
    repeated: 1,
    statements: [
      { account: '1234', currency: 'VND', lines: [{ ...line, amount: -1000n, remitter: '', description: '' }] },
      {
        account: '5',
        currency: 'USD',
        lines: [{ ...line, account: '5', amount: 250n, currency: 'USD', remitter: '', description: '', line: 4 }],
      },
    ],
  });
});

test.each([
  ['account', '', 'required'],
  ['booked_on', '', 'required'],
  ['booked_on', '05/01/2026', 'not_a_date'],
  ['booked_on', '2026-02-30', 'not_a_date'],
  ['value_on', '2026-13-01', 'not_a_date'],
  ['amount', '', 'required'],
  ['amount', '1,000', 'not_a_number'],
  ['amount', '1000.00', 'too_many_decimals'],
  ['amount', '9223372036854775808', 'amount_too_large'],
  ['amount', '9'.repeat(100), 'not_a_number'],
  ['currency', '', 'required'],
  ['currency', 'XXX', 'unknown_currency'],
  ['bank_ref', '', 'required'],
  ['bank_ref', '=1+1', 'formula'],
  ['remitter', '@SUM(1)', 'formula'],
  ['description', '+84 phi', 'formula'],
  ['description', 'a\u0007b', 'damaged_text'],
  ['description', 'a'.repeat(4_001), 'text_too_long'],
])('%s = %j is %s', async (column, value, code) => {
  const cells = ROW.split(',');
  cells[HEADER.split(',').indexOf(column)] = `"${value}"`;
  expect(await faultsOf([HEADER, cells.join(','), ROW.replace('R1', 'R2')])).toEqual([`line 2 column ${column}: ${code}`]);
});

test('all faults of all rows come at once', async () => {
  expect(await faultsOf([HEADER, '1234,x,y,z,VND,,An,a', ROW, ROW.replace('1000', '7')])).toEqual([
    'line 2 column booked_on: not_a_date',
    'line 2 column value_on: not_a_date',
    'line 2 column amount: not_a_number',
    'line 2 column bank_ref: required',
    'line 4 column bank_ref: bank_ref_repeated',
  ]);
});

test.each([
  ['another day', ROW.replace('2026-01-05', '2026-01-06')],
  ['another amount', ROW.replace('1000', '1001')],
  ['another currency', ROW.replace('VND', 'USD')],
])('a reference with %s is refused, on another account it is another movement', async (_name, row) => {
  expect(await faultsOf([HEADER, ROW, row])).toEqual(['line 3 column bank_ref: bank_ref_repeated']);
  expect(await faultsOf([HEADER, ROW, row.replace('1234', '5')])).toEqual([]);
});

test('a missing column, a row with a cell too many and a file that is none', async () => {
  expect(await faultsOf([HEADER.replace(',remitter', ''), ROW])).toEqual(['line 1: column_missing']);
  expect(await faultsOf([HEADER, `${ROW}, Lâm Đồng`])).toEqual(['line 2: malformed']);
  expect(await faultsOf([''])).toEqual(['file: file_empty']);
  expect(await faultsOf(['no statement'])).toEqual(['file: statement_unknown']);
  const utf16 = await readStatement({ file: 's.csv', bytes: Buffer.from(`\uFEFF${HEADER}`, 'utf16le') });
  expect(utf16).toMatchObject({ faults: [{ code: 'not_utf8', where: 'file' }] });
});

test("a bank's own columns", async () => {
  const rows = [BANK_HEADER, '05/01/2026,R1,,"42.874.260,00",1,LS-HT-001', '06/01/2026,R2,33.000,0,1,PHI', '07/01/2026,R3,-500,,1,PHI'];
  const result = await read(rows, BANK);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  expect(result.statements[0]?.lines.map(({ bookedOn, amount, account, remitter }) => [bookedOn, amount, account, remitter])).toEqual([
    ['2026-01-05', 42_874_260n, '1234', ''],
    ['2026-01-06', -33_000n, '1234', ''],
    ['2026-01-07', -500n, '1234', ''],
  ]);
});

test.each([
  ['31/02/2026,R1,,1,1,a', 'line 2 column Ngày: not_a_day'],
  ['2026-01-05,R1,,1,1,a', 'line 2 column Ngày: not_a_day'],
  ['05/01/2026,R1,,1.50,1,a', 'line 2 column Ghi có: not_an_amount'],
  ['05/01/2026,R1,,"1,5",1,a', 'line 2 column Ghi có: too_many_decimals'],
  ['05/01/2026,R1,,,1,a', 'line 2 column Ghi có: required'],
  ['05/01/2026,R1,1,2,1,a', 'line 2 column Ghi nợ: two_amounts'],
])("a bank's row %s is refused", async (row, fault) => {
  expect(await faultsOf([BANK_HEADER, row], BANK)).toEqual([fault]);
});

test.each([
  ['.', ''],
  ['.', ','],
  [',', '.'],
  [',', ' '],
  ['.', "'"],
] as const)('decimal %j and thousands %j: what is written so reads as it was', (decimalMark, thousandsMark) => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.stringMatching(/^\d{0,3}$/), (whole, decimals) => {
      const grouped = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, thousandsMark);
      const fraction = (mark: string): string => (decimals === '' ? '' : mark + decimals);
      const marks = { decimalMark, thousandsMark };
      expect(findPlainAmount(grouped + fraction(decimalMark), marks)).toBe(`${String(whole)}${fraction('.')}`);
      expect(findPlainAmount(String(whole) + fraction(decimalMark), marks)).toBe(`${String(whole)}${fraction('.')}`);
    }),
  );
});

test.each(['', '-', '1.00.000', '.100', '1000.000', '1..000', '1,', ',5', '1,2,3', '1tr5', '+5', ' 5', '١٢'])('%j is no amount', (text) => {
  expect(findPlainAmount(text, BANK)).toBeUndefined();
});

test('the default profile has the columns of the layout', async () => {
  expect(await faultsOf([HEADER, ROW], DEFAULT_PROFILE)).toEqual([]);
});

test("which bank's file it is: its header tells, then the account in its name", async () => {
  const bytes = Buffer.from([BANK_HEADER, '05/01/2026,R1,,1,1,a'].join('\n'));
  const other: ColumnsProfile = { ...BANK, id: '5678', account: { value: '5678' } };
  const mine: ColumnsProfile = { ...BANK, id: '1234' };
  const elsewhere: ColumnsProfile = { ...BANK, id: '9', bookedOn: 'Date' };
  const accounts = async (file: string, bank: Buffer, ...profiles: readonly ColumnsProfile[]): Promise<readonly string[]> => {
    const result = await readStatement({ file, bytes: bank }, { profiles });
    return 'faults' in result ? result.faults.map(({ code }) => code) : result.statements.map(({ account }) => account);
  };
  expect(await accounts('s.csv', bytes, elsewhere, mine)).toEqual(['1234']);
  expect(await accounts('s.csv', bytes, other, mine)).toEqual(['profile_ambiguous']);
  expect(await accounts('bank-statement-5678.csv', bytes, other, mine)).toEqual(['5678']);
  // The platform's own layout needs nobody's profile, and what nobody has is judged by the one that the name names.
  expect(await accounts('s.csv', Buffer.from(`${HEADER}\n${ROW}\n`), other, mine)).toEqual(['1234']);
  const cut = Buffer.from('Ngày,Số GD\n05/01/2026,R1\n');
  const named = await readStatement({ file: 'bank-statement-1234.csv', bytes: cut }, { profiles: [other, mine] });
  expect('faults' in named && named.faults[0]?.en).toContain('Ghi có');
});
