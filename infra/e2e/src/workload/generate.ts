import type { RegistryKind } from '@kcn/contracts';
import { addDays, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { seededRandom } from './random';
import type { Random } from './random';

/** One command of the workload: record this row. Columns are those of the import files. */
export interface RecordCommand {
  /** Unique in the workload; the Idempotency-Key is made from it before the command is first sent. */
  readonly id: string;
  readonly kind: RegistryKind;
  readonly row: Readonly<Record<string, string>>;
}

/** Commands that have to be given one after the other; different sequences may run side by side. */
export interface Workload {
  /** Boards' parks, rates: everything that the sequences refer to. */
  readonly first: readonly RecordCommand[];
  readonly sequences: readonly (readonly RecordCommand[])[];
}

const PARKS = ['park-a', 'park-b', 'park-c'];
const START = plainDate('2014-01-01');
const pad = (n: number, width: number): string => String(n).padStart(width, '0');

function parkRows(code: string, random: Random): [RegistryKind, Record<string, string>][] {
  const event = (date: string, name: string, area: string): [RegistryKind, Record<string, string>] => [
    'park-events',
    { park_code: code, date, event: name, area_ha: area, decision_no: '', note: '' },
  ];
  return [
    ['parks', { park_code: code, name: `KCN ${code}`, kind: 'KCN', province_code: '33' }],
    event('2013-01-10', 'PLANNED', `${String(random.between(100, 400))}.5`),
    event('2013-03-10', 'APPROVED', '100'),
    event('2013-04-10', 'LEASABLE', '75.25'),
    event('2013-06-10', 'OPERATING', ''),
    event(`201${String(random.between(5, 7))}-05-02`, 'LEVELLED', '12.5'),
    ['wastewater-plants', { park_code: code, plant: 'Trạm 1', date: '2015-06-01', capacity_m3_day: '3000', standard: '' }],
  ];
}

function projectRows(index: number, random: Random): [RegistryKind, Record<string, string>][] {
  const code = `P-${pad(index, 6)}`;
  const foreign = random.chance(55);
  const currency = foreign ? 'USD' : 'VND';
  const amount = (): string =>
    foreign ? `${String(random.between(10_000, 900_000))}.${pad(random.below(100), 2)}` : String(random.between(1, 900) * 1_000_000);
  const park = random.pick(PARKS);
  let date: PlainDate = addDays(START, random.below(1_200));
  const rows: [RegistryKind, Record<string, string>][] = [
    [
      'projects',
      {
        project_code: code,
        registration_kind: 'NONE',
        name: `Dự án ${String(index)}`,
        capital_kind: foreign ? 'FDI' : 'DDI',
        investors: `Nhà đầu tư ${String(index)}`,
        investor_countries: foreign ? 'JP' : 'VN',
        enterprise_tax_code: `0999${pad(index, 6)}`,
        park_code: park,
        issued_on: date,
        registered_amount: foreign ? '1000000' : '20000000000',
        currency,
        land_area_m2: '',
        term_years: '50',
        vsic_version: '2018',
        vsic_code: '2822',
        objective: '',
      },
    ],
  ];
  const event = (type: string, eventAmount = ''): void => {
    date = addDays(date, random.between(1, 200));
    rows.push([
      'project-events',
      {
        project_code: code,
        seq: '1',
        date,
        type,
        amount: eventAmount,
        currency: eventAmount === '' ? '' : currency,
        decision_no: 'QD-1',
        note: '',
      },
    ]);
  };
  if (random.chance(80)) event('START_OPERATION');
  for (let i = random.below(3); i > 0; i--) event('ADJUST_INC', amount());
  if (random.chance(15)) event('ADJUST_DEC', foreign ? '1000' : '1000000');
  if (random.chance(10)) event('SUSPEND');
  else if (random.chance(12)) event('TERMINATE_VOL');
  for (const period of ['2016-Q4', '2017-Q1', '2017-Q2', '2017-Q3', '2017-Q4']) {
    if (random.chance(70)) rows.push(['implemented-capital', { project_code: code, period, amount: amount(), currency }]);
    if (random.chance(60)) {
      rows.push([
        'enterprise-reports',
        {
          project_code: code,
          period,
          submitted_on: period === '2017-Q4' ? '2018-01-08' : '2017-11-01',
          revenue: amount(),
          currency,
          export_usd: String(random.between(0, 90_000)),
          import_usd: String(random.between(0, 90_000)),
          budget_vnd: String(random.between(0, 90) * 1_000_000),
          labour_vn: String(random.between(1, 900)),
          labour_foreign: String(random.below(9)),
          labour_female: '1',
        },
      ]);
    }
  }
  return rows;
}

function leaseRow(index: number, random: Random): [RegistryKind, Record<string, string>] {
  return [
    'leases',
    {
      lease_no: `L-${pad(index, 6)}`,
      park_code: random.pick(PARKS),
      project_code: `P-${pad(index, 6)}`,
      enterprise_tax_code: `0999${pad(index, 6)}`,
      area_m2: `${String(random.between(500, 20_000))}.5`,
      from: addDays(START, random.below(900)),
      to: random.chance(80) ? '' : '2017-12-30',
      kind: 'LAND',
    },
  ];
}

/** About ten commands a project, valid in the order of their sequence. */
export function generateWorkload({ seed, projects }: { seed: number; projects: number }): Workload {
  const random = seededRandom(seed);
  let next = 0;
  const command = ([kind, row]: [RegistryKind, Record<string, string>]): RecordCommand => ({
    id: `${String(seed)}-${String(next++)}`,
    kind,
    row,
  });
  const rates: [RegistryKind, Record<string, string>][] = ['2016-12-30', '2017-03-31', '2017-06-30', '2017-09-29', '2017-12-29'].map(
    (date, i) => ['exchange-rates', { date, currency: 'USD', vnd_per_unit: `${String(22_600 + i * 10)}.5`, source: '' }],
  );
  const board: [RegistryKind, Record<string, string>] = [
    'board',
    { name: 'Ban quản lý', name_en: 'Authority', province_code: '33', records_from: '2013-01-01', records_to: '2017-12-31' },
  ];
  const first = [board, ...rates, ...PARKS.flatMap((code) => parkRows(code, random))].map(command);
  const sequences = Array.from({ length: projects }, (_, index) => {
    const rows = projectRows(index, random);
    return [...rows, ...(random.chance(60) ? [leaseRow(index, random)] : [])].map(command);
  });
  return { first, sequences };
}
