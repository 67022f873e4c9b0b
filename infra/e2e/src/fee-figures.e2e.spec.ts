import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleFigure } from './platform/demo-set';
import { FEE_SAMPLE } from './platform/fee-set';
import { createKcn } from './platform/kcn';
import type { Ran } from './platform/kcn';
import type { Platform } from './platform/platform';
import { startPlatform } from './platform/platform';
import { until } from './platform/until';

jest.setTimeout(300_000);

const BOARD = 'lam-dong';
const CUT_OFF = '2026-09-30';

interface Expected {
  readonly invoices: readonly {
    readonly total: number;
    readonly open: number;
    readonly park_code: string;
    readonly service: string;
    readonly invoice_date: string;
    readonly due_date: string;
  }[];
  readonly plan: readonly {
    readonly year: number;
    readonly service: string;
    readonly park_code: string;
    readonly expected: number;
    readonly collected: number;
    readonly percent: string;
  }[];
}
const expected = JSON.parse(readFileSync(join(FEE_SAMPLE, 'expected.json'), 'utf8')) as Expected;
const sumOf = (numbers: readonly number[]): string => String(numbers.reduce((sum, one) => sum + one, 0));

/** What the sample's expectation says of a year, by breakdown: nothing here comes from the services. */
function expectedOf(year: number, indicator: 'FEE.PLAN' | 'FEE.COLLECTED' | 'FEE.RATE'): Record<string, string> {
  const value = { 'FEE.PLAN': 'expected', 'FEE.COLLECTED': 'collected', 'FEE.RATE': 'percent' } as const;
  return Object.fromEntries(
    expected.plan
      .filter((row) => row.year === year)
      .map((row) => {
        const parts = [...(row.service === '*' ? [] : [row.service]), ...(row.park_code === '*' ? [] : [`park:${row.park_code}`])];
        return [parts.join(';'), String(row[value[indicator]])];
      }),
  );
}

describe('what fees bills and collects stands in the board’s summary', () => {
  let platform: Platform;
  let kcn: (...args: string[]) => Promise<Ran>;

  const documentOf = <T>({ exitCode, stdout, stderr }: Ran): T => {
    if (exitCode !== 0) throw new Error(`exit ${String(exitCode)}: ${stderr}${stdout.slice(0, 300)}`);
    return JSON.parse(stdout) as T;
  };
  const summary = async (period: string): Promise<readonly SampleFigure[]> =>
    documentOf<{ figures: readonly SampleFigure[] }>(await kcn('summary', '--board', BOARD, '--period', period, '--json')).figures;
  const rowsOf = (figures: readonly SampleFigure[], indicator: string): Record<string, string | null> =>
    Object.fromEntries(figures.filter((one) => one.indicator === indicator).map(({ breakdown, value }) => [breakdown, value]));
  /** Once everything that fees has told is in the figures. */
  const settled = (): Promise<unknown> =>
    until(
      async () => {
        const [log, status] = await Promise.all([
          platform.databaseOf('fees').collection<{ _id: string; position: unknown }>('log_heads').findOne({ _id: BOARD }),
          kcn('summary', '--board', BOARD, '--period', '2025', '--json'),
        ]);
        const meta = documentOf<{ meta: { positions: Record<string, number | string> } }>(status).meta;
        return String(meta.positions['fees']) === String(log?.position);
      },
      { what: 'everything fees told', timeoutMs: 120_000, everyMs: 500 },
    );

  beforeAll(async () => {
    platform = await startPlatform({ services: ['registry', 'reporting', 'fees'] });
    kcn = createKcn(platform);
    documentOf(await kcn('fees', 'load', FEE_SAMPLE, '--board', BOARD, '--json'));
    documentOf(await kcn('fees', 'run', '--board', BOARD, '--through', '2026-09', '--issue', '--json'));
    await settled();
  });
  afterAll(() => platform.stop());

  test.each([
    ['2025', 2025],
    ['2026-9M', 2026],
  ])('plan, collected and rate of %s equal the sample’s expectation, in every breakdown', async (period, year) => {
    const figures = await summary(period);
    // Rows of a service over all parks and of a park over all services are more than the expectation lists.
    for (const indicator of ['FEE.PLAN', 'FEE.COLLECTED', 'FEE.RATE'] as const)
      expect(rowsOf(figures, indicator)).toMatchObject(expectedOf(year, indicator));
  });

  test('billed is the invoices of the window with VAT, overdue the open principal past due at its end', async () => {
    const figures = await summary('2026-9M');
    const billed = expected.invoices.filter(({ invoice_date: on }) => on >= '2026-01-01' && on <= CUT_OFF);
    const overdue = expected.invoices.filter(({ due_date: due }) => due < CUT_OFF);
    expect(rowsOf(figures, 'FEE.BILLED')['']).toBe(sumOf(billed.map(({ total }) => total)));
    expect(rowsOf(figures, 'FEE.OVERDUE')['']).toBe(sumOf(overdue.map(({ open }) => open)));
    const infra = billed.filter((one) => one.service === 'INFRA' && one.park_code === 'loc-son');
    expect(rowsOf(figures, 'FEE.BILLED')['INFRA;park:loc-son']).toBe(sumOf(infra.map(({ total }) => total)));
  });

  test('lineage of what was collected ends in bank lines that add up to it', async () => {
    const of = ['--board', BOARD, '--period', '2025', '--indicator', 'FEE.COLLECTED', '--breakdown', 'INFRA;park:loc-son'];
    const { figure, facts } = documentOf<{
      figure: { value: string };
      facts: readonly { value: string; source: { kind: string }; record: { bank_ref: string } }[];
    }>(await kcn('lineage', ...of, '--json'));
    expect(facts.every(({ source, record }) => source.kind === 'bank-line' && record.bank_ref !== '')).toBe(true);
    expect(sumOf(facts.map(({ value }) => Number(value)))).toBe(figure.value);
    const bankRefs = new Set(
      readFileSync(join(FEE_SAMPLE, 'bank-statement.csv'), 'utf8')
        .split('\n')
        .map((row) => row.split(',')[5]),
    );
    expect(facts.filter(({ record }) => !bankRefs.has(record.bank_ref))).toEqual([]);
  });

  test('fees killed and started again tells nothing twice', async () => {
    const before = await summary('2026-9M');
    const [fees] = platform.processesOf('fees');
    await fees.destroy();
    await fees.start();
    const month = ['--board', BOARD, '--through', '2026-10', '--issue', '--json'];
    documentOf(await kcn('fees', 'run', ...month));
    await settled();
    const after = await summary('2026-9M');
    // October's invoices are dated after the window and change nothing in it.
    expect(after).toEqual(before);
    expect(documentOf(await kcn('verify', '--board', BOARD, '--json'))).toMatchObject({ ok: true });
  });
});
