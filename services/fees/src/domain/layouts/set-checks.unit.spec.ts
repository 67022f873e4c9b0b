import { createImportLedger } from '@kcn/layouts';
import { createLayoutSink, readCsv } from '@kcn/tables';
import { plainDate } from '@kcn/kernel';
import { contractOf, tariffOf } from '../../spec-support/samples';
import type { FeeContents, FeeKind } from './fee-layout';
import { FEE_LAYOUTS } from './fee-layouts';
import { NOTHING_STORED } from './fee-set';
import type { FeeFile, FeeSet, StoredFees } from './fee-set';
import { judgeFeeSet } from './judge-fee-set';

const fileOf = <K extends FeeKind>(contents: readonly FeeContents[K][], given: Partial<FeeFile<K>> = {}): FeeFile<K> => ({
  rows: contents.map((content, index) => ({ content, line: index + 2 })),
  refusedCodes: new Set(),
  isComplete: true,
  ...given,
});

const judged = (set: FeeSet, stored: Partial<StoredFees> = {}) => {
  const { faults, warnings } = judgeFeeSet(set, { ...NOTHING_STORED, ...stored });
  const told = ({ kind, line, fault }: (typeof faults)[number]): string => `${kind} ${String(line)} ${fault.column ?? ''} ${fault.code}`;
  return { faults: faults.map(told), warnings: warnings.map(told) };
};
const faultsOf = (set: FeeSet, stored: Partial<StoredFees> = {}): string[] => judged(set, stored).faults;

const tariffs = fileOf<'fee-tariffs'>([tariffOf()]);
const wastewater = tariffOf({ tariffCode: 'NT', service: 'WASTEWATER', unit: 'M3' });
const reading = { contractNo: 'HD-1', month: '2026-01' as never, waterSuppliedM3: '1', dischargeM3: '', codMgL: '' };

describe('keys', () => {
  test('the same row twice is one row; another content under its key is refused at the key’s column', () => {
    const rate = { date: plainDate('2026-01-02'), currency: 'USD', vndPerUnit: '25000', source: '' };
    expect(faultsOf({ 'exchange-rates': fileOf<'exchange-rates'>([rate, rate]) })).toEqual([]);
    expect(
      faultsOf({ 'exchange-rates': fileOf<'exchange-rates'>([rate, { ...rate, vndPerUnit: '1' }, { ...rate, currency: 'EUR' }]) }),
    ).toEqual(['exchange-rates 3 date key_twice']);
    expect(faultsOf({ 'fee-tariffs': fileOf<'fee-tariffs'>([tariffOf(), tariffOf()]) })).toEqual([]);
    expect(faultsOf({ 'fee-tariffs': fileOf<'fee-tariffs'>([tariffOf(), tariffOf({ price: '1' })]) })).toEqual([
      'fee-tariffs 3 valid_from key_twice',
    ]);
    const holiday = { date: plainDate('2026-01-01'), name: 'a' };
    expect(faultsOf({ holidays: fileOf<'holidays'>([holiday, { ...holiday, name: 'b' }]) })).toEqual(['holidays 3 date key_twice']);
  });
});

describe('tariffs', () => {
  const next = tariffOf({ validFrom: plainDate('2026-06-01') });

  test('a row replaces the stored one of its key before overlaps are looked for', () => {
    const set = { 'fee-tariffs': fileOf<'fee-tariffs'>([tariffOf({ validTo: plainDate('2026-05-31') }), next]) };
    expect(faultsOf(set, { tariffs: [tariffOf()] })).toEqual([]);
  });

  test('a row may not overlap a stored one, on either side', () => {
    expect(faultsOf({ 'fee-tariffs': fileOf<'fee-tariffs'>([next]) }, { tariffs: [tariffOf()] })).toEqual([
      'fee-tariffs 2 valid_from tariff_overlap',
    ]);
    expect(faultsOf({ 'fee-tariffs': tariffs }, { tariffs: [next] })).toEqual(['fee-tariffs 2 valid_to tariff_overlap']);
  });

  test('one code is one park and one service', () => {
    const rows = [tariffOf({ validTo: plainDate('2026-05-31') }), { ...next, parkCode: 'khac', service: 'MANAGEMENT' as const }];
    expect(faultsOf({ 'fee-tariffs': fileOf<'fee-tariffs'>(rows) })).toEqual([
      'fee-tariffs 3 park_code tariff_differs',
      'fee-tariffs 3 service tariff_differs',
    ]);
  });
});

describe('contracts', () => {
  const contracts = (...given: Parameters<typeof contractOf>[0][]) => fileOf<'fee-contracts'>(given.map(contractOf));

  test('a reference may be met by what is stored, by a refused row, or by a file that could not be read to its end', () => {
    const set = { 'fee-contracts': contracts({}) };
    expect(faultsOf(set)).toEqual(['fee-contracts 2 tariff_code reference_unknown']);
    expect(faultsOf(set, { tariffs: [tariffOf()] })).toEqual([]);
    expect(faultsOf({ ...set, 'fee-tariffs': fileOf<'fee-tariffs'>([], { refusedCodes: new Set(['HT']) }) })).toEqual([]);
    expect(faultsOf({ ...set, 'fee-tariffs': fileOf<'fee-tariffs'>([], { isComplete: false }) })).toEqual([]);
  });

  test('a contract by area needs one, wastewater does not', () => {
    const set = {
      'fee-tariffs': fileOf<'fee-tariffs'>([tariffOf(), wastewater]),
      'fee-contracts': contracts({ areaHundredthsM2: undefined }, { contractNo: 'HD-2', tariffCode: 'NT', areaHundredthsM2: undefined }),
    };
    expect(faultsOf(set)).toEqual(['fee-contracts 2 area_m2 required']);
  });

  test('numbers equal once normalised are refused, also against stored ones', () => {
    const set = { 'fee-tariffs': tariffs, 'fee-contracts': contracts({ contractNo: 'HĐ-12' }, { contractNo: 'hd 12' }) };
    expect(faultsOf(set)).toEqual(['fee-contracts 3 contract_no contract_no_alike']);
    expect(faultsOf(set, { contractNos: ['HD12'] })).toEqual([
      'fee-contracts 2 contract_no contract_no_alike',
      'fee-contracts 3 contract_no contract_no_alike',
    ]);
    expect(faultsOf({ 'fee-tariffs': tariffs, 'fee-contracts': contracts({}) }, { contractNos: ['HD-1'] })).toEqual([]);
  });

  test('one number that begins another is told, not refused', () => {
    const set = {
      'fee-tariffs': tariffs,
      'fee-contracts': contracts({ contractNo: 'HD-1' }, { contractNo: 'HD-12' }, { contractNo: 'HD-2' }),
    };
    expect(judged(set)).toEqual({ faults: [], warnings: ['fee-contracts 2 contract_no contract_no_begins'] });
    expect(judged(set, { contractNos: ['HD-123', 'H', 'X-1', 'X-12'] }).warnings).toHaveLength(6);
  });
});

describe('readings', () => {
  const set = { 'meter-readings': fileOf<'meter-readings'>([reading]) };
  const stored = { tariffs: [tariffOf(), wastewater], contractNos: ['HD-1'] };

  test('need a wastewater contract, stored or in the set', () => {
    expect(faultsOf(set)).toEqual(['meter-readings 2 contract_no reference_unknown']);
    expect(faultsOf(set, { ...stored, findContract: () => contractOf({ tariffCode: 'NT' }) })).toEqual([]);
    expect(faultsOf(set, { ...stored, findContract: () => contractOf() })).toEqual([
      'meter-readings 2 contract_no reading_of_area_contract',
    ]);
  });

  test('of a contract whose row was refused or unreadable are not judged', () => {
    expect(faultsOf({ ...set, 'fee-contracts': fileOf<'fee-contracts'>([], { refusedCodes: new Set(['HD-1']) }) })).toEqual([]);
    expect(faultsOf({ ...set, 'fee-contracts': fileOf<'fee-contracts'>([], { isComplete: false }) })).toEqual([]);
  });
});

test('a park is given to a creditor that exists', () => {
  const set: FeeSet = { 'creditor-parks': fileOf<'creditor-parks'>([{ creditor: 'ptht', parkCode: 'kcn', service: 'INFRA' }]) };
  expect(faultsOf(set)).toEqual(['creditor-parks 2 creditor reference_unknown']);
  expect(faultsOf(set, { hasCreditor: () => true })).toEqual([]);
});

describe('cells', () => {
  async function faultsOfRow(kind: FeeKind, row: string): Promise<string[]> {
    const ledger = createImportLedger([kind]);
    const layout = FEE_LAYOUTS[kind];
    const sink = createLayoutSink<unknown>({ ledger, file: 0, layout: layout, take: () => undefined });
    await readCsv(Buffer.from(`${layout.columns.join(',')}\n${row}\n`), layout.columns, sink);
    return ledger.errors().map(({ where, code }) => `${where} ${code}`);
  }

  test.each<[FeeKind, string, string[]]>([
    ['fee-tariffs', 'HT,kcn,INFRA,M3,0.45,USD,2025-01-01,,10,', ['line 2 column unit unit_of_other_service']],
    ['fee-tariffs', 'HT,kcn,INFRA,M2_YEAR,0.45001,USD,2025-01-01,,10,', ['line 2 column price too_many_decimals']],
    ['fee-tariffs', 'HT,kcn,INFRA,M2_YEAR,0,USD,2025-01-01,2025-01-01,0,', []],
    ['fee-contracts', 'HD,kcn,,,Mẫu,HT,,2025-01-01,,MONTH,ADVANCE,DAY,,,0,NONE,100,100', []],
    [
      'fee-contracts',
      '-,kcn,,,Mẫu,HT,1,2025-01-01,,MONTH,ADVANCE,DAY,,,-1,NONE,100.5,',
      [
        'line 2 column contract_no contract_no_empty',
        'line 2 column due_days negative',
        'line 2 column late_rate_percent number_too_large',
      ],
    ],
    [
      'fee-contracts',
      '=HD,kcn,,12,Mẫu,HT,-1,2025-01-01,,MONTH,ADVANCE,DAY,,,,CIVIL,,',
      [
        'line 2 column contract_no formula',
        'line 2 column enterprise_tax_code bad_tax_code',
        'line 2 column area_m2 negative',
        'line 2 column due_days required',
      ],
    ],
    ['meter-readings', 'HD,2026-01,,,', []],
    ['exchange-rates', '2026-01-01,USD,25000.12345,', ['line 2 column vnd_per_unit too_many_decimals']],
    ['fee-plan', '2026,INFRA,kcn,1.5,100,150,,', []],
    ['fee-plan', '26,INFRA,kcn,1.5,100,150.5,,', ['line 2 column year bad_year', 'line 2 column expected_amount too_many_decimals']],
    ['holidays', '2026-01-01,', ['line 2 column name required']],
    [
      'creditors',
      'ptht,Công ty,9900000108,,97043,1,1C26TL',
      ['line 2 column bank_bin bad_bank_bin', 'line 2 column invoice_symbol bad_invoice_symbol'],
    ],
    ['creditor-parks', 'ptht,kcn,WATER', ['line 2 column service unknown_value']],
  ])('%s: %s', async (kind, row, faults) => {
    expect(await faultsOfRow(kind, row)).toEqual(faults);
  });
});
