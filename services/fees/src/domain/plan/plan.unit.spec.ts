import { plainDate } from '@kcn/kernel';
import { contractOf, tariffOf, usd } from '../../spec-support/samples';
import { formatFraction, fraction } from '@kcn/kernel/fraction';
import type { Contract } from '../contracts/contract';
import { createRateBook } from '../rates/rate-book';
import type { TariffVersion } from '../tariffs/tariff';
import { createTariffBook } from '../tariffs/tariff-book';
import { isPlanLate, planDeadline } from './deadline';
import { proposePlan } from './propose-plan';

function proposed(
  contracts: readonly Contract[],
  tariffs: readonly TariffVersion[],
): { readonly lines: string[]; readonly unpriced: unknown } {
  const { lines, unpriced } = proposePlan({
    year: 2027,
    contracts,
    tariffs: createTariffBook(tariffs),
    rates: createRateBook([usd('2026-11-02', '26000')]),
    ratesOn: plainDate('2026-11-10'),
    wastewaterM3Of: () => fraction(80_160n),
    collectedLastYear: (parkCode, service) => (parkCode === 'kcn' && service === 'INFRA' ? 7n : 0n),
  });
  return {
    lines: lines.map(
      ({ parkCode, service, baseQuantity, unitPrice, expectedAmount, collectedLastYear }) =>
        `${parkCode} ${service} ${formatFraction(baseQuantity)} × ${String(unitPrice)} = ${String(expectedAmount)} (${String(collectedLastYear)})`,
    ),
    unpriced,
  };
}

test('base × price with VAT, by park and service', () => {
  const tariffs = [
    tariffOf(),
    tariffOf({ tariffCode: 'QL', service: 'MANAGEMENT', unit: 'M2_MONTH', price: '0.05', currency: 'USD', vatPercent: '8' }),
    tariffOf({ tariffCode: 'NT', service: 'WASTEWATER', unit: 'M3', price: '7760', vatPercent: '8' }),
  ];
  const contracts = [
    contractOf({ contractNo: '1' }),
    contractOf({ contractNo: '2', areaHundredthsM2: 50_050n }),
    contractOf({ contractNo: '3', tariffCode: 'QL' }),
    contractOf({ contractNo: '4', tariffCode: 'NT', areaHundredthsM2: undefined }),
  ];
  expect(proposed(contracts, tariffs)).toEqual({
    lines: [
      // 12,000 × 1.1
      'kcn INFRA 1500.5 × 13200 = 19806600 (7)',
      // 0.05 × 12 × 26,000 × 1.08
      'kcn MANAGEMENT 1000 × 16848 = 16848000 (0)',
      // 7,760 × 1.08 = 8,380.8
      'kcn WASTEWATER 80160 × 8381 = 671804928 (0)',
    ],
    unpriced: [],
  });
});

test('only the days that will be charged count, each at its price and with the contract’s discount', () => {
  const tariffs = [tariffOf({ validTo: plainDate('2027-03-14') }), tariffOf({ price: '24000', validFrom: plainDate('2027-03-15') })];
  // 73 days each at 12,000 and 24,000, VAT 10 %, less 15 %
  const contract = contractOf({ graceUntil: plainDate('2026-12-31'), end: plainDate('2027-05-26'), discountPercent: '15' });
  expect(proposed([contract], tariffs).lines).toEqual(['kcn INFRA 400 × 16830 = 6732000 (7)']);
  expect(proposed([contractOf({ end: plainDate('2026-12-31') }), contractOf({ start: plainDate('2028-01-01') })], tariffs).lines).toEqual(
    [],
  );
});

test('a contract without price or rate is told', () => {
  const tariffs = [tariffOf({ validTo: plainDate('2026-12-31') }), tariffOf({ tariffCode: 'E', currency: 'EUR' })];
  expect(proposed([contractOf(), contractOf({ contractNo: 'HD-2', tariffCode: 'E' })], tariffs)).toEqual({
    lines: [],
    unpriced: [
      { contractNo: 'HD-1', missing: 'price' },
      { contractNo: 'HD-2', missing: 'rate' },
    ],
  });
});

test('a plan is in time before 15 November of the year before', () => {
  expect(planDeadline(2027)).toBe('2026-11-14');
  expect(['2026-11-14', '2026-11-15'].map((date) => isPlanLate(2027, plainDate(date)))).toEqual([false, true]);
  // The sample's two creditors: 10 and 17 November.
  expect(['2024-11-10', '2024-11-17'].map((date) => isPlanLate(2025, plainDate(date)))).toEqual([false, true]);
});
