import { createRowReader } from './create-row-reader';
import type { RowReader } from './row-reader';

/** What one cell comes out as, and the codes of its faults. */
function readCell(cell: string, read: (row: RowReader) => unknown): unknown[] {
  const reader = createRowReader(['x']);
  reader.load([cell]);
  const value = read(reader);
  return [value, ...reader.faults.map(({ code }) => code)];
}

type Case = readonly [cell: string, ...out: unknown[]];

function rule(name: string, read: (row: RowReader) => unknown, ...cases: readonly Case[]): void {
  test.each(cases.map(([cell, ...out]) => ({ cell, out })))(`${name}: $cell`, ({ cell, out }) => {
    expect(readCell(cell, read)).toEqual(out);
  });
}

rule(
  'text',
  (row) => row.text('x', 5),
  [' a ', 'a'],
  ['e\u0302', '\u00ea'],
  ['', '', 'required'],
  ['  ', '', 'required'],
  ['+84', '+84', 'formula'],
  [' =1', '=1', 'formula'],
  ['@a', '@a', 'formula'],
  ['-1', '-1'],
  ['a\nb', 'a\nb'],
  ['a\u0007', 'a\u0007', 'damaged_text'],
  ['Ph\uFFFD', 'Ph\uFFFD', 'damaged_text'],
  ['abcdef', 'abcdef', 'text_too_long'],
);
rule('optionalText', (row) => row.optionalText('x'), ['', ''], ['a', 'a'], ['=1', '=1', 'formula']);
rule(
  'code',
  (row) => [row.code('x'), row.code('x')],
  ['P1', ['P1', 'P1']],
  ['', ['', ''], 'required', 'required'],
  ['=P', ['=P', '=P'], 'formula', 'formula'],
);
rule('list', (row) => row.list('x'), ['VN; JP;', ['VN', 'JP']], ['', [], 'required']);
rule('oneOf', (row) => row.oneOf('x', ['LAND', 'FACTORY']), ['LAND', 'LAND'], ['land', 'land', 'unknown_value'], ['', '', 'required']);
rule(
  'taxCode',
  (row) => row.taxCode('x'),
  ['', ''],
  ['0999000001', '0999000001'],
  ['0999000001-001', '0999000001-001'],
  ['033099000001', '033099000001'],
  ['12345', '12345', 'bad_tax_code'],
);

rule('date', (row) => row.date('x'), ['2016-02-29', '2016-02-29'], ['2017-02-29', '2017-02-29', 'not_a_date'], ['', '', 'required']);
rule('optionalDate', (row) => row.optionalDate('x'), ['', ''], ['30/09/2017', '30/09/2017', 'not_a_date']);
rule(
  'month',
  (row) => row.month('x'),
  ['2026-03', '2026-03'],
  ['2026-13', '2026-13', 'bad_month'],
  ['2026-3', '2026-3', 'bad_month'],
  ['2026-Q1', '2026-Q1', 'bad_month'],
  ['2026', '2026', 'bad_month'],
  ['', '', 'required'],
);
rule(
  'quarter',
  (row) => [row.quarter('x'), row.quarter('x')],
  ['2017-Q4', ['2017-Q4', '2017-Q4']],
  ['2017-12', ['2017-12', '2017-12'], 'not_a_quarter', 'not_a_quarter'],
  ['', ['', ''], 'required', 'required'],
);
rule('year', (row) => row.year('x'), ['2017', 2017], ['1900', 0, 'bad_year'], ['2017-H1', 0, 'bad_year'], ['', 0, 'required']);
rule(
  'period',
  (row) => row.period('x'),
  ['2017', '2017'],
  ['2017-H1', '2017-H1'],
  ['2017-9M', '2017-9M'],
  ['2017-Q3', '2017-Q3'],
  ['2017-05', '2017-05'],
  ['2017-13', '2017-13', 'bad_period'],
  [' 2017', ' 2017', 'bad_period'],
  ['', '', 'required'],
);

rule('currency', (row) => row.currency('x'), ['VND', 'VND'], ['EUR', 'EUR'], ['usd', 'usd', 'unknown_currency'], ['', '', 'required']);
rule(
  'an amount in USD above zero',
  (row) => row.measure('x', 'USD', { atLeast: 'above-zero' }),
  ['12.5', 1_250n],
  ['12.505', 0n, 'too_many_decimals'],
  ['0', 0n, 'not_positive'],
  ['-0.01', -1n, 'not_positive'],
  ['1,5', 0n, 'not_a_number'],
  ['1e3', 0n, 'not_a_number'],
  ['', 0n, 'required'],
  ['92233720368547758.07', 9_223_372_036_854_775_807n],
  ['92233720368547758.08', 9_223_372_036_854_775_808n, 'amount_too_large'],
  ['1'.repeat(61), 0n, 'not_a_number'],
);
rule(
  'an area in ha with four decimals, not below zero',
  (row) => row.optionalMeasure('x', 'ha', { atLeast: 'zero', decimals: 4 }),
  ['1.0001', 1_000_100n],
  ['1.00001', 0n, 'too_many_decimals'],
  ['-1', -1_000_000n, 'negative'],
  ['', undefined],
);
rule(
  'wholeNumber from 1 to 99',
  (row) => row.wholeNumber('x', { min: 1, max: 99 }),
  ['7', 7],
  ['0', 0, 'not_positive'],
  ['100', 100, 'number_too_large'],
  ['1.0', 1, 'not_a_whole_number'],
  ['', 1, 'required'],
);
rule('optionalWholeNumber', (row) => row.optionalWholeNumber('x', { min: 0, max: 9 }), ['', undefined], ['-1', -1, 'negative']);
rule(
  'a decimal above zero',
  (row) => row.decimal('x', { decimals: 4, atLeast: 'above-zero' }),
  ['22270.5', '22270.5'],
  ['0', '0', 'not_positive'],
  ['1.00001', '1.00001', 'too_many_decimals'],
  ['x', 'x', 'not_a_number'],
  ['', '', 'required'],
);
rule(
  'a decimal not below zero, or nothing',
  (row) => row.optionalDecimal('x', { decimals: 3, atLeast: 'zero' }),
  ['', ''],
  ['0', '0'],
  ['-0.5', '-0.5', 'negative'],
);
rule(
  'percent',
  (row) => row.percent('x', { decimals: 2 }),
  ['0', '0'],
  ['100', '100'],
  ['100.00', '100.00'],
  ['100.01', '100.01', 'number_too_large'],
  ['-1', '-1', 'negative'],
  ['8.125', '8.125', 'too_many_decimals'],
  ['8%', '8%', 'not_a_number'],
  ['', '', 'required'],
);
rule('optionalPercent', (row) => row.optionalPercent('x', { decimals: 2 }), ['', ''], ['101', '101', 'number_too_large']);
rule('decimalIn VND', (row) => row.decimalIn('x', 'VND'), ['-5', '-5'], ['1.5', '1.5', 'too_many_decimals'], ['', '', 'required']);
rule('decimalIn ha', (row) => row.decimalIn('x', 'ha'), ['1.2345', '1.2345'], ['1.23456', '1.23456', 'too_many_decimals']);
rule(
  'decimalIn a unit without a smallest part',
  (row) => row.decimalIn('x', '%'),
  ['83.951234', '83.951234'],
  ['0.1234567', '0.1234567', 'too_many_decimals'],
  ['9223372036854.775807', '9223372036854.775807'],
  ['9223372036854.775808', '9223372036854.775808', 'amount_too_large'],
);

test('a cell of a column that the file does not have is empty', () => {
  const reader = createRowReader(['x']);
  reader.load(['a']);
  expect([reader.raw('y'), reader.optionalText('y'), reader.text('y')]).toEqual(['', '', '']);
  expect(reader.faults).toMatchObject([{ code: 'required', column: 'y' }]);
});
