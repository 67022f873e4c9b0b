import { plainDate } from '@kcn/kernel';
import { contractOf, runOf, tariffOf, usd } from '../../spec-support/samples';
import type { RunGiven } from '../../spec-support/samples';
import { formatFraction } from '@kcn/kernel/fraction';
import { endContractAt } from './contract-days';
import type { Exemption } from './exemption';
import { findDayExemptedBeyondWhole } from './exemption-limit';

const exemption = (given: Partial<Exemption> = {}): Exemption => ({
  contractNo: 'HD-1',
  from: plainDate('2026-02-01'),
  to: plainDate('2026-02-28'),
  relief: { percent: '50' },
  reason: 'bão số 3',
  decisionNo: '12/QĐ',
  approved: true,
  ...given,
});

const first = (given: RunGiven) => runOf({ through: '2026-01', ...given }).invoices[0];
const net = (given: RunGiven): bigint | undefined => first(given)?.net;

test('a percentage is taken off the days it covers', () => {
  // 12,000,000 × (90 − 14) ÷ 365
  expect(net({ exemptions: [exemption()] })).toBe(2_498_630n);
});

test('an unapproved one, or another contract’s, takes nothing off', () => {
  expect(net({ exemptions: [exemption({ approved: false }), exemption({ contractNo: 'HD-2' })] })).toBe(2_958_904n);
});

test('a month charged in full is spread evenly over its chargeable days', () => {
  const contracts = [contractOf({ proration: 'MONTH' })];
  expect(net({ contracts, exemptions: [exemption()] })).toBe(2_500_000n);
  // 14 of 28 days
  expect(net({ contracts, exemptions: [exemption({ to: plainDate('2026-02-14') })] })).toBe(2_750_000n);
});

test('the discount is taken off what the percentage leaves', () => {
  // 12,000,000 × 76 ÷ 365 × 0.9
  expect(net({ contracts: [contractOf({ discountPercent: '10' })], exemptions: [exemption()] })).toBe(2_248_767n);
});

test('an amount is spread evenly over its days, across periods', () => {
  const exemptions = [
    exemption({ from: plainDate('2026-03-01'), to: plainDate('2026-04-30'), relief: { amount: '610000', currency: 'VND' } }),
  ];
  const { invoices } = runOf({ exemptions, through: '2026-04' });
  // 310,000 of March, 300,000 of April
  expect(invoices.map((invoice) => invoice.net)).toEqual([2_648_904n, 2_691_781n]);
  expect(invoices[0]?.parts.at(-1)).toMatchObject({ kind: 'EXEMPTION', from: '2026-03-01', to: '2026-03-31', decisionNo: '12/QĐ' });
});

test('an amount in đồng is taken off a charge in another currency after its conversion', () => {
  const tariffs = [tariffOf({ currency: 'USD', price: '1' })];
  const exemptions = [exemption({ relief: { amount: '1000000', currency: 'VND' } })];
  const invoice = first({ tariffs, exemptions, rates: [usd('2026-01-01', '25000')] });
  // 1,000 × 90 ÷ 365 × 25,000 − 1,000,000
  expect(invoice?.net).toBe(5_164_384n);
  expect(invoice?.charges.map(({ charge, currency }) => `${formatFraction(charge)} ${currency}`)).toEqual(['18000/73 USD', '-1000000 VND']);
});

test('what is exempt altogether makes no invoice', () => {
  const whole = exemption({ from: plainDate('2026-01-01'), to: plainDate('2026-03-31'), relief: { percent: '100' } });
  expect(first({ exemptions: [whole] })).toBeUndefined();
  expect(first({ exemptions: [exemption({ relief: { amount: '99000000', currency: 'VND' } })] })).toBeUndefined();
});

test.each([
  [undefined, '2026-05-20', '2026-05-19'],
  ['2026-04-30', '2026-05-20', '2026-04-30'],
  ['2026-12-31', '2026-05-20', '2026-05-19'],
])('a contract to %s whose project ends on %s runs to %s', (end, terminatedOn, last) => {
  const contract = contractOf({ end: end === undefined ? undefined : plainDate(end) });
  expect(endContractAt(contract, plainDate(terminatedOn)).end).toBe(last);
});

test('a contract ended before its start costs nothing', () => {
  expect(runOf({ contracts: [endContractAt(contractOf(), plainDate('2026-01-01'))] })).toEqual({ invoices: [], errors: [] });
});

test('percentages of one day come to a hundred at most', () => {
  const sixty = exemption({ relief: { percent: '60' } });
  const later = exemption({ from: plainDate('2026-02-28'), to: plainDate('2026-03-31'), relief: { percent: '40.01' } });
  expect(findDayExemptedBeyondWhole([later, sixty])).toBe('2026-02-28');
  expect(findDayExemptedBeyondWhole([{ ...later, from: plainDate('2026-03-01') }, sixty])).toBeUndefined();
  expect(findDayExemptedBeyondWhole([{ ...later, relief: { percent: '40' } }, sixty])).toBeUndefined();
  expect(findDayExemptedBeyondWhole([sixty, exemption({ relief: { amount: '1', currency: 'VND' } })])).toBeUndefined();
});
