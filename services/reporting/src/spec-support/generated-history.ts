import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import * as fc from 'fast-check';
import type { RecordVersion } from '../domain/facts/record-version';
import { versionOf } from './sample-set';

/** Few codes and days, so that records meet: same project, same day, borders of months, quarters, years and ND09 windows. */
const DAYS = [
  '2015-12-15',
  '2016-01-01',
  '2016-02-29',
  '2016-03-31',
  '2016-06-14',
  '2016-06-15',
  '2016-06-30',
  '2016-07-01',
  '2016-09-30',
  '2016-12-14',
  '2016-12-15',
  '2016-12-31',
  '2017-01-01',
  '2017-03-14',
  '2017-03-31',
  '2017-05-01',
  '2017-05-31',
  '2017-09-30',
  '2017-12-14',
  '2017-12-31',
];
const QUARTERS = ['2015-Q4', '2016-Q1', '2016-Q2', '2016-Q4', '2017-Q1', '2017-Q2', '2017-Q4'];
const day = fc.constantFrom(...DAYS);
const quarter = fc.constantFrom(...QUARTERS);
const park = fc.constantFrom('a', 'b');
const project = fc.constantFrom('P1', 'P2', 'P3');
const money = fc.bigInt({ min: 0n, max: 5_000_000n });
const area = fc.bigInt({ min: 1n, max: 90_000_000n });
const maybe = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arb, { nil: undefined, freq: 4 });
const text = { decisionNo: '', note: '' };

type Arbs = { [K in RegistryKind]?: fc.Arbitrary<RegistryContent[K]> };

const RECORDS: Arbs = {
  projects: fc
    .record({
      projectCode: project,
      issuedOn: fc.constantFrom('2015-12-15', '2016-01-01', '2016-02-29', '2016-06-30', '2016-12-31', '2017-01-01', '2017-03-31'),
      registeredAmount: money,
      parkCode: park,
      fdi: fc.boolean(),
    })
    .map(({ fdi, ...row }) => ({
      ...row,
      capitalKind: fdi ? 'FDI' : 'DDI',
      currency: fdi ? 'USD' : 'VND',
      registrationKind: 'GCNDKDT',
      name: '',
      investors: [],
      investorCountries: [],
      enterpriseTaxCode: '',
      vsicVersion: '',
      vsicCode: '',
      objective: '',
    })),
  'project-events': fc.record({
    projectCode: project,
    date: day,
    seq: fc.integer({ min: 1, max: 2 }),
    type: fc.constantFrom(
      'ADJUST_INC',
      'ADJUST_INC',
      'ADJUST_INC',
      'ADJUST_DEC',
      'ADJUST_NAME',
      'ADJUST_OTHER',
      'EXTEND',
      'TRANSFER',
      'START_OPERATION',
      'START_OPERATION',
      'SUSPEND',
      'RESUME',
      'TERMINATE_VOL',
      'TERMINATE_EXP',
      'TERMINATE_FORCED',
    ),
    amount: money,
    currency: fc.constantFrom('USD', 'USD', 'VND'),
    ...{ decisionNo: fc.constant(''), note: fc.constant('') },
  }),
  'implemented-capital': fc.record({
    projectCode: project,
    period: quarter,
    amount: fc.bigInt({ min: -1_000_000n, max: 5_000_000n }),
    currency: fc.constantFrom('USD', 'USD', 'VND'),
  }),
  'enterprise-reports': fc.record({
    projectCode: project,
    period: quarter,
    submittedOn: fc.constantFrom(
      '2016-01-09',
      '2016-04-09',
      '2016-04-10',
      '2016-07-09',
      '2016-07-10',
      '2017-01-09',
      '2017-01-10',
      '2017-04-09',
      '2017-07-09',
      '2018-01-09',
      '2018-01-10',
    ),
    revenue: maybe(fc.bigInt({ min: -1_000_000n, max: 999_999_999n })),
    currency: fc.constantFrom('USD', 'VND', 'VND', 'JPY', 'EUR'),
    exportUsd: maybe(money),
    importUsd: maybe(money),
    budgetVnd: maybe(money),
    labourVn: maybe(fc.bigInt({ min: 0n, max: 500n })),
    labourForeign: maybe(fc.bigInt({ min: 0n, max: 50n })),
    labourFemale: maybe(fc.bigInt({ min: 0n, max: 300n })),
  }),
  'exchange-rates': fc.record({
    date: day,
    currency: fc.constantFrom('USD', 'USD', 'JPY', 'EUR'),
    vndPerUnit: fc.constantFrom('22700', '22710.5', '193.1', '26100.1234', '3'),
    source: fc.constant(''),
  }),
  parks: fc.record({ parkCode: park, name: fc.constant(''), kind: fc.constant('KCN'), provinceCode: fc.constant('33') }),
  'park-events': fc
    .record({
      parkCode: park,
      date: day,
      event: fc.constantFrom('PLANNED', 'PLANNED', 'APPROVED', 'LEASABLE', 'LEVELLED', 'OPERATING', 'OPERATING', 'REMOVED'),
      area,
    })
    .map(({ area: areaHundredthsM2, ...row }) => ({
      ...row,
      ...text,
      areaHundredthsM2: row.event === 'OPERATING' || row.event === 'REMOVED' ? undefined : areaHundredthsM2,
    })),
  'wastewater-plants': fc.record({
    parkCode: park,
    plant: fc.constantFrom('x', 'y'),
    date: day,
    capacityM3Day: fc.bigInt({ min: 0n, max: 9000n }),
    standard: fc.constant(''),
  }),
  leases: fc
    .record({
      leaseNo: fc.constantFrom('L1', 'L2', 'L3'),
      parkCode: park,
      from: day,
      to: fc.oneof(day, fc.constant('')),
      area,
      kind: fc.constantFrom('LAND', 'LAND', 'LAND', 'FACTORY'),
    })
    .map(({ area: areaHundredthsM2, ...row }) => ({ ...row, areaHundredthsM2, projectCode: 'P1', enterpriseTaxCode: '' })),
};

const weights: Partial<Record<RegistryKind, number>> = {
  projects: 5,
  'project-events': 12,
  'implemented-capital': 4,
  'enterprise-reports': 6,
  'exchange-rates': 4,
  'park-events': 6,
  'wastewater-plants': 2,
  leases: 3,
  parks: 1,
};

type Step = { withdraw: number } | { kind: RegistryKind; content: RegistryContent[RegistryKind] };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(1000).map((withdraw): Step => ({ withdraw })) },
  ...(Object.entries(RECORDS) as [RegistryKind, fc.Arbitrary<RegistryContent[RegistryKind]>][]).map(([kind, arb]) => ({
    weight: weights[kind] ?? 1,
    arbitrary: arb.map((content): Step => ({ kind, content })),
  })),
);

/** Histories of a board: new records, corrections of every column that is not a key, and withdrawals, at positions 1..n. */
export const boardHistory: fc.Arbitrary<RecordVersion[]> = fc.array(step, { minLength: 1, maxLength: 90, size: 'max' }).map((steps) => {
  const versions: RecordVersion[] = [];
  for (const s of steps) {
    const position = BigInt(versions.length + 1);
    if ('withdraw' in s) {
      const target = versions[s.withdraw % Math.max(1, versions.length)];
      if (target) versions.push({ ...target, position, content: null });
    } else versions.push(versionOf(s.kind, s.content, position));
  }
  return versions;
});
