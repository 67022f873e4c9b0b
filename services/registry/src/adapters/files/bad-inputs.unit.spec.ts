import { utils, write } from '@e965/xlsx';
import { judgeImport } from '../../application/imports/judge-import';
import { csv, eventCells, leaseCells, parkCells, projectCells } from '../../spec-support/records';
import { readSample, sampleFiles, withLine } from '../../spec-support/sample';
import type { SampleFile } from '../../spec-support/sample';
import { readFiles } from './read-files';

/** A board that has nothing yet. */
const nothingStored = {
  load: () => Promise.resolve(new Map()),
  save: () => Promise.resolve(),
  write: () => Promise.resolve(),
  findFoundations: () => Promise.resolve(new Set<string>()),
};

async function judge(files: Readonly<Record<string, string | Buffer>>): Promise<string[]> {
  const uploaded = Object.entries(files).map(([name, content]) => ({
    name,
    bytes: Buffer.isBuffer(content) ? content : Buffer.from(content),
  }));
  const set = await readFiles('hung-yen', uploaded);
  await judgeImport({ board: 'hung-yen', set, units: nothingStored });
  return set.ledger.errors().map(({ file, where, code, vi, en }) => {
    expect(vi).not.toBe('');
    expect(en).not.toBe('');
    return `${file} ${where}: ${code}`;
  });
}

const base = { 'parks.csv': csv('parks', parkCells), 'projects.csv': csv('projects', projectCells) };
const withProject = (cells: Readonly<Record<string, string>>) => ({
  ...base,
  'projects.csv': csv('projects', { ...projectCells, ...cells }),
});
const withEvents = (...rows: readonly Readonly<Record<string, string>>[]) => ({
  ...base,
  'project-events.csv': csv('project-events', ...rows.map(eventCells)),
});
const withLease = (cells: Readonly<Record<string, string>>) => ({ ...base, 'leases.csv': csv('leases', { ...leaseCells, ...cells }) });
const withRate = (cells: Readonly<Record<string, string>>) => ({
  'exchange-rates.csv': csv('exchange-rates', { date: '2017-01-01', currency: 'USD', vnd_per_unit: '22000', ...cells }),
});
const replaced = (name: SampleFile, line: number, change: (old: string) => string) =>
  sampleFiles({ [name]: withLine(readSample(name), line, change) });

test('sound files have no fault', async () => {
  expect(await judge(sampleFiles())).toEqual([]);
  expect(await judge({ ...base, ...withLease({}), ...withEvents({ type: 'START_OPERATION' }) })).toEqual([]);
  expect(await judge({ 'parks.csv': `\uFEFF${csv('parks', parkCells)}\r\n\r\n` })).toEqual([]);
});

const cases: readonly (readonly [name: string, files: Readonly<Record<string, string | Buffer>>, errors: readonly string[]])[] = [
  ['an empty file', { 'parks.csv': '' }, ['parks.csv file: file_empty']],
  ['a file of no layout', { 'indicator-values.csv': 'a' }, ['indicator-values.csv file: file_unknown']],
  ['one layout in two files', { 'parks.csv': csv('parks', parkCells), 'parks.xlsx': Buffer.from('') }, ['parks.xlsx file: file_twice']],
  [
    'damaged characters',
    { 'parks.csv': csv('parks', { ...parkCells, name: 'KCN Ph\uFFFD N\uFFFDi' }) },
    ['parks.csv line 2 column name: damaged_text'],
  ],
  ['an unquoted comma', { 'parks.csv': `${csv('parks', parkCells)}\nx,KCN a, b,KCN,33` }, ['parks.csv line 3: malformed']],
  [
    'a column that nobody knows',
    { 'parks.csv': 'park_code,name,kind,province_code,colour\np,n,KCN,33,red' },
    ['parks.csv line 1: column_unknown'],
  ],
  ['an empty required cell', { 'parks.csv': csv('parks', { ...parkCells, name: '' }) }, ['parks.csv line 2 column name: required']],
  [
    'an unknown kind of park',
    { 'parks.csv': csv('parks', { ...parkCells, kind: 'KCNX' }) },
    ['parks.csv line 2 column kind: unknown_value'],
  ],
  [
    'formulas',
    {
      'parks.csv': csv(
        'parks',
        { ...parkCells, name: '=cmd' },
        { ...parkCells, park_code: 'b', name: ' +84' },
        { ...parkCells, park_code: '@c' },
      ),
    },
    ['parks.csv line 2 column name: formula', 'parks.csv line 3 column name: formula', 'parks.csv line 4 column park_code: formula'],
  ],
  ['a day that does not exist', withLease({ from: '2015-02-29' }), ['leases.csv line 2 column from: not_a_date']],
  ['a Vietnamese date', withLease({ from: '01/02/2015' }), ['leases.csv line 2 column from: not_a_date']],
  ['to before from', withLease({ to: '2010-12-31' }), ['leases.csv line 2 column to: to_before_from']],
  ['three decimals of m²', withLease({ area_m2: '100.125' }), ['leases.csv line 2 column area_m2: too_many_decimals']],
  ['a decimal comma', withLease({ area_m2: '100,5' }), ['leases.csv line 2 column area_m2: not_a_number']],
  ['a negative area', withLease({ area_m2: '-1' }), ['leases.csv line 2 column area_m2: negative']],
  ['a lease of nobody', withLease({ project_code: 'P9' }), ['leases.csv line 2 column project_code: reference_unknown']],
  ['a lease nowhere', withLease({ park_code: 'x' }), ['leases.csv line 2 column park_code: reference_unknown']],
  ['a bad tax code', withLease({ enterprise_tax_code: '12345' }), ['leases.csv line 2 column enterprise_tax_code: bad_tax_code']],
  ['a project nowhere', withProject({ park_code: 'x' }), ['projects.csv line 2 column park_code: reference_unknown']],
  ['FDI in VND', withProject({ capital_kind: 'FDI' }), ['projects.csv line 2 column currency: capital_currency']],
  ['DDI in USD', withProject({ currency: 'USD' }), ['projects.csv line 2 column currency: capital_currency']],
  ['VND with decimals', withProject({ registered_amount: '1000.00' }), ['projects.csv line 2 column registered_amount: too_many_decimals']],
  ['thousands separators', withProject({ registered_amount: '1.000.000' }), ['projects.csv line 2 column registered_amount: not_a_number']],
  [
    'an amount beyond 64 bits',
    withProject({ registered_amount: '9223372036854775808' }),
    ['projects.csv line 2 column registered_amount: amount_too_large'],
  ],
  ['the largest amount of 64 bits', withProject({ registered_amount: '9223372036854775807' }), []],
  [
    'a new certificate without ten digits',
    withProject({ registration_kind: 'GCNDKDT', issued_on: '2015-07-01' }),
    ['projects.csv line 2 column project_code: bad_project_code'],
  ],
  ['an old certificate with its own number', withProject({ registration_kind: 'GCNDT', issued_on: '2015-06-30' }), []],
  ['a country by name', withProject({ investor_countries: 'VN;Nhật' }), ['projects.csv line 2 column investor_countries: bad_country']],
  [
    'an unknown currency',
    withEvents({ type: 'ADJUST_INC', amount: '1', currency: 'XYZ' }),
    ['project-events.csv line 2 column currency: unknown_currency'],
  ],
  [
    'an increase without an amount',
    withEvents({ type: 'ADJUST_INC', currency: 'VND' }),
    ['project-events.csv line 2 column amount: required'],
  ],
  [
    'an increase by nothing',
    withEvents({ type: 'ADJUST_INC', currency: 'VND', amount: '0' }),
    ['project-events.csv line 2 column amount: not_positive'],
  ],
  ['seq in words', withEvents({ type: 'EXTEND', seq: 'one' }), ['project-events.csv line 2 column seq: not_a_whole_number']],
  ['an unknown event', withEvents({ type: 'SPLIT' }), ['project-events.csv line 2 column type: unknown_value']],
  ['RESUME without SUSPEND', withEvents({ type: 'RESUME' }), ['project-events.csv line 2 column type: action_not_allowed']],
  [
    'an event after the end',
    withEvents({ type: 'TERMINATE_VOL' }, { type: 'EXTEND', seq: '2' }),
    ['project-events.csv line 3 column type: action_not_allowed'],
  ],
  [
    'an event before issue',
    withEvents({ type: 'EXTEND', date: '2010-05-31' }),
    ['project-events.csv line 2 column date: event_before_issue'],
  ],
  [
    'a decrease below zero',
    withEvents({ type: 'ADJUST_DEC', amount: '1001', currency: 'VND' }),
    ['project-events.csv line 2 column amount: capital_below_zero'],
  ],
  [
    'an event of nobody',
    { 'project-events.csv': csv('project-events', eventCells({ type: 'EXTEND' })) },
    ['project-events.csv line 2 column project_code: reference_unknown'],
  ],
  [
    'the same key twice with other content',
    withEvents({ type: 'EXTEND' }, { type: 'EXTEND', note: 'x' }),
    ['project-events.csv line 3 column seq: key_twice'],
  ],
  ['the same row twice', withEvents({ type: 'EXTEND' }, { type: 'EXTEND' }), []],
  [
    'a month as a quarter',
    {
      ...base,
      'implemented-capital.csv': csv('implemented-capital', { project_code: 'P1', period: '2017-12', amount: '1', currency: 'VND' }),
    },
    ['implemented-capital.csv line 2 column period: not_a_quarter'],
  ],
  [
    'capital in another currency',
    {
      ...base,
      'implemented-capital.csv': csv('implemented-capital', { project_code: 'P1', period: '2017-Q1', amount: '-1', currency: 'USD' }),
    },
    ['implemented-capital.csv line 2 column currency: currency_differs'],
  ],
  ['a rate of zero', withRate({ vnd_per_unit: '0' }), ['exchange-rates.csv line 2 column vnd_per_unit: not_positive']],
  [
    'a rate with five decimals',
    withRate({ vnd_per_unit: '1.00001' }),
    ['exchange-rates.csv line 2 column vnd_per_unit: too_many_decimals'],
  ],
  [
    'a park event without its area',
    { ...base, 'park-events.csv': csv('park-events', { park_code: 'pho-noi-a', date: '2011-01-01', event: 'PLANNED' }) },
    ['park-events.csv line 2 column area_ha: required'],
  ],
  [
    'five decimals of ha',
    {
      ...base,
      'park-events.csv': csv('park-events', { park_code: 'pho-noi-a', date: '2011-01-01', event: 'PLANNED', area_ha: '1.00001' }),
    },
    ['park-events.csv line 2 column area_ha: too_many_decimals'],
  ],
  ['malformed JSON', { 'board.json': '{' }, ['board.json file: json_malformed']],
  ['a JSON key twice', { 'board.json': '{"board":"hung-yen","name":"a","name":"b"}' }, ['board.json file: json_key_twice']],
  ['the file of another board', { 'board.json': '{"board":"ha-nam","name":"a"}' }, ['board.json column board: board_differs']],
  [
    'board.json with a bad day',
    { 'board.json': '{"board":"hung-yen","name":"a","records":{"from":"2017-13-01"}}' },
    ['board.json column records_from: not_a_date'],
  ],
  ['not a workbook', { 'parks.xlsx': Buffer.from('park_code') }, ['parks.xlsx file: not_a_workbook']],
];

test.each(cases)('%s', async (_name, files, errors) => {
  expect(await judge(files)).toEqual(errors);
});

test('a bad row hides no other, and what leans on it is not blamed', async () => {
  expect(await judge(replaced('projects.csv', 3, (row) => row.replace(',NONE,', ',NEIN,')))).toEqual([
    'projects.csv line 3 column registration_kind: unknown_value',
  ]);
  expect(await judge(replaced('parks.csv', 2, (row) => row.replace('KCN,33', 'KCX;33')))).toEqual(['parks.csv line 2: malformed']);
});

test('a workbook is read like its CSV, with date and number cells', async () => {
  const day = (year: number, month: number, date: number) => ({
    t: 'n',
    v: Math.round((Date.UTC(year, month - 1, date) - Date.UTC(1899, 11, 30)) / 86_400_000),
    z: 'dd/mm/yyyy',
  });
  const sheet = utils.aoa_to_sheet([
    ['lease_no', 'park_code', 'project_code', 'enterprise_tax_code', 'area_m2', 'from', 'to', 'kind'],
    ['L1', 'pho-noi-a', 'P1', '0999000001', 22342.5, day(2011, 2, 28), '', 'LAND'],
    [],
    ['L2', 'pho-noi-a', 'P1', 999000001, 0.1, '2011-02-30', day(2012, 2, 29), 'LAND'],
  ]);
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, 'Sheet1');
  const bytes = write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
  expect(await judge({ ...base, 'leases.xlsx': bytes })).toEqual([
    'leases.xlsx line 4 column from: not_a_date',
    'leases.xlsx line 4 column enterprise_tax_code: bad_tax_code',
  ]);
  const set = await readFiles('hung-yen', [{ name: 'leases.xlsx', bytes }]);
  expect(set.rowsByUnit.get('lease:L1')?.[0]).toMatchObject({
    key: 'L1',
    line: 2,
    content: { areaHundredthsM2: 2234250n, from: '2011-02-28', to: '' },
  });
});
