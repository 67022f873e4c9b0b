import { plainDate } from '@kcn/kernel';
import { contractOf, runOf, tariffOf, usd } from '../../spec-support/samples';
import type { RunGiven } from '../../spec-support/samples';
import { formatFraction } from '@kcn/kernel/fraction';

/** `code net` of each invoice and `period code` of each fault. */
function outcome(given: RunGiven): string[] {
  const { invoices, errors } = runOf(given);
  return [...invoices.map(({ code, net }) => `${code} ${String(net)}`), ...errors.map(({ period, code }) => `${period} ${code}`)];
}

const day = plainDate;

describe('by the day', () => {
  test('a period is its days of the year', () => {
    // 12,000,000 × 90, 91, 92, 92 ÷ 365
    expect(outcome({})).toEqual(['HD-1-2026-Q1 2958904', 'HD-1-2026-Q2 2991781', 'HD-1-2026-Q3 3024658', 'HD-1-2026-Q4 3024658']);
  });

  test('a leap year has 366', () => {
    const given = { contracts: [contractOf({ start: day('2028-01-01') })], through: '2028-01' };
    // 12,000,000 × 91 ÷ 366
    expect(outcome(given)).toEqual(['HD-1-2028-Q1 2983607']);
  });

  test('a monthly price is for the days of its month', () => {
    const tariffs = [tariffOf({ unit: 'M2_MONTH', price: '1000' })];
    const contracts = [contractOf({ start: day('2026-01-17'), end: day('2026-02-14') })];
    // 1,000,000 × (15 ÷ 31 + 14 ÷ 28)
    expect(outcome({ tariffs, contracts })).toEqual(['HD-1-2026-Q1 983871']);
  });

  test('a price changes in the middle of a period', () => {
    const tariffs = [tariffOf({ validTo: day('2026-02-14') }), tariffOf({ validFrom: day('2026-02-15'), price: '24000' })];
    // 12,000,000 × 45 ÷ 365 + 24,000,000 × 45 ÷ 365
    expect(outcome({ tariffs, through: '2026-01' })).toEqual(['HD-1-2026-Q1 4438356']);
  });

  test('grace ends and the contract ends inside the period', () => {
    const contracts = [contractOf({ graceUntil: day('2026-01-31'), end: day('2026-03-02') })];
    // 30 days
    expect(outcome({ contracts })).toEqual(['HD-1-2026-Q1 986301']);
  });
});

describe('by the month', () => {
  const month = (given: Parameters<typeof contractOf>[0] = {}): RunGiven => ({
    contracts: [contractOf({ proration: 'MONTH', ...given })],
    through: '2026-01',
  });

  test('a month with one chargeable day costs a month', () => {
    // February and March
    expect(outcome(month({ graceUntil: day('2026-02-27') }))).toEqual(['HD-1-2026-Q1 2000000']);
    expect(outcome(month({ graceUntil: day('2026-02-28') }))).toEqual(['HD-1-2026-Q1 1000000']);
    expect(outcome(month({ end: day('2026-03-01') }))).toEqual(['HD-1-2026-Q1 3000000']);
  });

  test('the price is that of the month’s first chargeable day', () => {
    const tariffs = [tariffOf({ validTo: day('2026-02-14') }), tariffOf({ validFrom: day('2026-02-15'), price: '24000' })];
    expect(outcome({ ...month(), tariffs })).toEqual(['HD-1-2026-Q1 4000000']);
    expect(outcome({ ...month({ graceUntil: day('2026-02-14') }), tariffs })).toEqual(['HD-1-2026-Q1 4000000']);
  });

  test('a monthly price is not divided', () => {
    expect(outcome({ ...month(), tariffs: [tariffOf({ unit: 'M2_MONTH', price: '1000' })] })).toEqual(['HD-1-2026-Q1 3000000']);
  });
});

describe('dates and codes', () => {
  const dates = (given: Parameters<typeof contractOf>[0], through = '2026-12'): string[] =>
    runOf({ contracts: [contractOf(given)], through }).invoices.map(
      ({ code, invoiceDate, dueDate }) => `${code} ${invoiceDate} ${dueDate}`,
    );

  test('in advance: the first day, or the start where that is later', () => {
    expect(dates({ start: day('2026-02-10'), billing: 'HALF_YEAR' })).toEqual([
      'HD-1-2026-H1 2026-02-10 2026-02-23',
      'HD-1-2026-H2 2026-07-01 2026-07-13',
    ]);
  });

  test('in arrears: the day after the period, also where the contract ended before', () => {
    expect(dates({ end: day('2026-08-05'), timing: 'ARREARS' }, '2026-10')).toEqual([
      'HD-1-2026-Q1 2026-04-01 2026-04-13',
      'HD-1-2026-Q2 2026-07-01 2026-07-13',
      'HD-1-2026-Q3 2026-10-01 2026-10-12',
    ]);
    expect(dates({ billing: 'YEAR', timing: 'ARREARS' })).toEqual([]);
    expect(dates({ billing: 'YEAR', timing: 'ARREARS' }, '2027-01')).toEqual(['HD-1-2026 2027-01-01 2027-01-11']);
  });

  test('periods that cost nothing make no invoice and no fault', () => {
    expect(outcome({ contracts: [contractOf({ graceUntil: day('2026-09-30') })] })).toEqual(['HD-1-2026-Q4 3024658']);
    expect(outcome({ contracts: [contractOf({ discountPercent: '100' })], tariffs: [tariffOf({ currency: 'USD' })] })).toEqual([]);
    expect(outcome({ contracts: [contractOf({ areaHundredthsM2: 0n })] })).toEqual([]);
  });
});

describe('VAT and discount', () => {
  test('VAT is that of the last chargeable day, half-up', () => {
    const tariffs = [tariffOf({ validTo: day('2026-03-30') }), tariffOf({ validFrom: day('2026-03-31'), vatPercent: '8' })];
    const [whole] = runOf({ tariffs, through: '2026-01' }).invoices;
    expect(whole).toMatchObject({ net: 2_958_904n, vatPercent: '8', vat: 236_712n, total: 3_195_616n });
    const [ended] = runOf({ tariffs, through: '2026-01', contracts: [contractOf({ end: day('2026-03-30') })] }).invoices;
    expect(ended).toMatchObject({ vatPercent: '10' });
  });

  test('the handbook’s quarter: 12,540 m² × 0.52 USD ÷ 4 at 26,300, VAT 10 and 8 %', () => {
    const contracts = [contractOf({ areaHundredthsM2: 1_254_000n, proration: 'MONTH' })];
    const at = (vatPercent: string) =>
      runOf({
        contracts,
        tariffs: [tariffOf({ price: '0.52', currency: 'USD', vatPercent })],
        rates: [usd('2025-12-31', '26300')],
        through: '2026-01',
      }).invoices[0];
    expect(at('10')).toMatchObject({ net: 42_874_260n, vat: 4_287_426n, total: 47_161_686n });
    expect(at('8')).toMatchObject({ net: 42_874_260n, vat: 3_429_941n, total: 46_304_201n });
    expect(at('10')?.charges.map(({ charge, rateDate }) => [formatFraction(charge), rateDate])).toEqual([['1630.2', '2025-12-31']]);
  });

  test('the discount is taken off the exact charge, before rounding', () => {
    // 12,000,000 × 90 ÷ 365 × 0.85
    expect(outcome({ contracts: [contractOf({ discountPercent: '15' })], through: '2026-01' })).toEqual(['HD-1-2026-Q1 2515068']);
  });
});

describe('currencies', () => {
  const tariffs = [
    tariffOf({ validTo: day('2026-02-14'), currency: 'USD', price: '1' }),
    tariffOf({ validFrom: day('2026-02-15'), currency: 'EUR', price: '2' }),
  ];
  const rates = [usd('2025-12-30', '25000.5'), usd('2026-01-02', '1'), { ...usd('2026-01-01', '30000.25'), currency: 'EUR' }];

  test('the latest rate on or before the invoice date counts, each currency by its own, rounded once', () => {
    const [invoice] = runOf({ tariffs, rates, through: '2026-01' }).invoices;
    // 1,000 × 45 ÷ 365 × 25,000.5 + 2,000 × 45 ÷ 365 × 30,000.25
    expect(invoice?.net).toBe(10_479_575n);
    expect(invoice?.charges.map(({ currency, rate, rateDate }) => [currency, rate, rateDate])).toEqual([
      ['USD', '25000.5', '2025-12-30'],
      ['EUR', '30000.25', '2026-01-01'],
    ]);
  });

  test('without a rate that contract and period fails, the others go on', () => {
    const contracts = [contractOf(), contractOf({ contractNo: 'HD-2', tariffCode: 'QL' })];
    expect(
      outcome({ contracts, tariffs: [...tariffs, tariffOf({ tariffCode: 'QL' })], rates: rates.slice(0, 2), through: '2026-01' }),
    ).toEqual(['HD-2-2026-Q1 2958904', '2026-Q1 missing_rate']);
  });
});

describe('what is missing', () => {
  test('a gap fails the periods it hits and no other', () => {
    const tariffs = [tariffOf({ validTo: day('2026-05-10') }), tariffOf({ validFrom: day('2026-05-12') })];
    const { invoices, errors } = runOf({ tariffs });
    expect(invoices.map(({ period }) => period)).toEqual(['2026-Q1', '2026-Q3', '2026-Q4']);
    expect(errors).toEqual([
      {
        code: 'missing_price',
        contractNo: 'HD-1',
        parkCode: 'kcn',
        period: '2026-Q2',
        invoiceDate: '2026-04-01',
        vi: 'Biểu giá HT không có giá cho ngày 2026-05-11',
        en: 'The tariff HT has no price on 2026-05-11',
      },
    ]);
  });

  test('a tariff that ends leaves the later periods without a price', () => {
    expect(outcome({ tariffs: [tariffOf({ validTo: day('2026-06-30') })] }).slice(2)).toEqual([
      '2026-Q3 missing_price',
      '2026-Q4 missing_price',
    ]);
  });

  test('a contract by the month needs a price on the first chargeable days and on the last', () => {
    const tariffs = [tariffOf({ validTo: day('2026-03-15') })];
    const contracts = [contractOf({ proration: 'MONTH' })];
    expect(outcome({ tariffs, contracts, through: '2026-01' })).toEqual(['2026-Q1 missing_price']);
    expect(outcome({ tariffs, contracts: [contractOf({ proration: 'MONTH', end: day('2026-03-15') })], through: '2026-01' })).toEqual([
      'HD-1-2026-Q1 3000000',
    ]);
  });

  test('an unknown tariff and a missing area are told by period', () => {
    expect(outcome({ contracts: [contractOf({ tariffCode: 'X' })], through: '2026-04' })).toEqual([
      '2026-Q1 missing_price',
      '2026-Q2 missing_price',
    ]);
    expect(outcome({ contracts: [contractOf({ areaHundredthsM2: undefined })], through: '2026-01' })).toEqual(['2026-Q1 missing_area']);
  });
});

describe('billing from', () => {
  const contracts = [contractOf({ start: day('2023-05-01') })];

  test('by default from the tariff’s first price on', () => {
    expect(outcome({ contracts, through: '2026-03' })).toEqual(['HD-1-2026-Q1 2958904']);
  });

  test('as the board says: earlier periods are neither billed nor faults', () => {
    expect(outcome({ contracts, billingFrom: '2026-07-01' })).toEqual(['HD-1-2026-Q3 3024658', 'HD-1-2026-Q4 3024658']);
    expect(outcome({ contracts, billingFrom: '2025-10-01', through: '2026-01' })).toEqual([
      'HD-1-2026-Q1 2958904',
      '2025-Q4 missing_price',
    ]);
  });
});
