import { addDays, dateOf, daysInMonth, dayOf, isLeapYear, monthOf, plainDate, windowOf, yearOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { contractOf, runOf, tariffOf, usd } from '../../spec-support/samples';
import type { ChargePart } from '../charges/charge-part';
import { add, decimalFraction, equals, fraction, multiply, roundHalfUp, subtract, ZERO } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import { BILLINGS, PRORATIONS, TIMINGS } from '../contracts/contract';
import type { Contract } from '../contracts/contract';
import type { Invoice } from '../invoices/invoice';
import type { TariffVersion } from '../tariffs/tariff';

const FIRST = plainDate('2024-01-01');
const dates = fc.integer({ min: 0, max: 900 }).map((offset) => addDays(FIRST, offset));
/** Not below 1, so that a single day of a square metre is worth a đồng: what rounds to nothing makes no invoice to add up. */
const prices = fc.integer({ min: 10_000, max: 9_999_999 }).map((n) => (n / 10_000).toFixed(4));

/** Versions without gap from the first day on, with prices for years and months mixed. */
const tariffs = fc
  .array(
    fc.record({ at: fc.integer({ min: 1, max: 900 }), price: prices, unit: fc.constantFrom('M2_YEAR' as const, 'M2_MONTH' as const) }),
    { maxLength: 4 },
  )
  .map((changes) => {
    const starts = [
      ...new Map([{ at: 0, price: '100', unit: 'M2_YEAR' as const }, ...changes].map((change) => [change.at, change])).values(),
    ].toSorted((a, b) => a.at - b.at);
    return starts.map(({ at, price, unit }, index) => {
      const next = starts[index + 1];
      return tariffOf({ price, unit, validFrom: addDays(FIRST, at), validTo: next && addDays(FIRST, next.at - 1), currency: 'USD' });
    });
  });

const contracts: fc.Arbitrary<Contract> = fc
  .record({
    start: dates,
    length: fc.option(fc.integer({ min: 0, max: 700 }), { nil: undefined }),
    grace: fc.option(fc.integer({ min: -5, max: 200 }), { nil: undefined }),
    area: fc.bigInt({ min: 100n, max: 10n ** 8n }),
    billing: fc.constantFrom(...BILLINGS),
    timing: fc.constantFrom(...TIMINGS),
    proration: fc.constantFrom(...PRORATIONS),
    discountPercent: fc.constantFrom('', '15', '0', '33.33'),
  })
  .map(({ start, length, grace, area, ...terms }) =>
    contractOf({
      ...terms,
      start,
      end: length === undefined ? undefined : addDays(start, length),
      graceUntil: grace === undefined ? undefined : addDays(start, grace),
      areaHundredthsM2: area,
    }),
  );

const RATES = [usd('2023-12-01', '24000.1234')];

/** The charge by FORMATS §4, day after day, the slow way. */
function slowCharge(contract: Contract, versions: readonly TariffVersion[], { from, to }: { from: PlainDate; to: PlainDate }): Fraction {
  const area = fraction(contract.areaHundredthsM2 ?? 0n, 100n);
  let sum = ZERO;
  const charged = new Set<string>();
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const runs = date >= contract.start && (contract.end === undefined || date <= contract.end);
    if (!runs || (contract.graceUntil !== undefined && date <= contract.graceUntil)) continue;
    const version = versions.find(({ validFrom, validTo }) => validFrom <= date && (validTo === undefined || date <= validTo));
    if (!version) throw new Error('the test has a gap');
    const full = multiply(area, decimalFraction(version.price));
    const isYearly = version.unit === 'M2_YEAR';
    if (contract.proration === 'DAY') {
      const daysOf = isYearly ? (isLeapYear(yearOf(date)) ? 366 : 365) : daysInMonth(yearOf(date), monthOf(date));
      sum = add(sum, multiply(full, fraction(1n, BigInt(daysOf))));
    } else if (!charged.has(date.slice(0, 7))) {
      charged.add(date.slice(0, 7));
      sum = add(sum, multiply(full, fraction(1n, isYearly ? 12n : 1n)));
    }
  }
  const discount = contract.discountPercent === '' ? ZERO : decimalFraction(contract.discountPercent);
  return subtract(sum, multiply(multiply(sum, discount), fraction(1n, 100n)));
}

const sumOf = (invoices: readonly Invoice[]): Fraction =>
  invoices.flatMap(({ charges }) => charges).reduce((sum, { charge }) => add(sum, charge), ZERO);

test('each charge is the sum over its days or months, and each invoice rounds it once', () => {
  fc.assert(
    fc.property(contracts, tariffs, (contract, versions) => {
      const { invoices, errors } = runOf({ contracts: [contract], tariffs: versions, rates: RATES, through: '2027-06' });
      expect(errors).toEqual([]);
      for (const { charges, net, vat, total, period, parts } of invoices) {
        const charge = charges[0]?.charge ?? ZERO;
        expect(equals(charge, slowCharge(contract, versions, windowOf(period)))).toBe(true);
        expect(
          equals(
            charge,
            parts.reduce((sum, { amount }) => add(sum, amount), ZERO),
          ),
        ).toBe(true);
        expect(net).toBe(roundHalfUp(multiply(charge, decimalFraction('24000.1234'))));
        expect(vat * 100n - net * 10n).toBeLessThanOrEqual(50n);
        expect(vat * 100n - net * 10n).toBeGreaterThan(-50n);
        expect(total).toBe(net + vat);
        expect(net).toBeGreaterThan(0n);
      }
    }),
    { numRuns: 60 },
  );
});

/** What a part says it comes to: area × price × time. */
function stated(part: ChargePart): Fraction | undefined {
  if (part.kind !== 'AREA_DAYS' && part.kind !== 'AREA_MONTHS') return undefined;
  const full = multiply(fraction(part.areaHundredthsM2, 100n), decimalFraction(part.price));
  if (part.kind === 'AREA_DAYS') return multiply(full, fraction(BigInt(part.days), BigInt(part.daysOf)));
  return multiply(full, fraction(BigInt(part.months), part.unit === 'M2_YEAR' ? 12n : 1n));
}

test('each part can be worked out from what it says', () => {
  fc.assert(
    fc.property(contracts, tariffs, (contract, versions) => {
      const { invoices } = runOf({ contracts: [contract], tariffs: versions, rates: RATES, through: '2027-06' });
      for (const part of invoices.flatMap(({ parts }) => parts)) {
        const amount = stated(part);
        expect(amount === undefined || equals(part.amount, amount)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test('by the day a contract costs the same whichever way it is billed', () => {
  fc.assert(
    fc.property(contracts, tariffs, (given, versions) => {
      const contract = { ...given, proration: 'DAY' as const, timing: 'ADVANCE' as const, end: given.end ?? addDays(given.start, 400) };
      const by = (billing: Contract['billing']): Fraction =>
        sumOf(runOf({ contracts: [{ ...contract, billing }], tariffs: versions, rates: RATES, through: '2028-12' }).invoices);
      const monthly = by('MONTH');
      for (const billing of BILLINGS) expect(equals(by(billing), monthly)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a price change splits a period: its parts are charged like two contracts', () => {
  fc.assert(
    fc.property(dates, prices, prices, (change, before, after) => {
      fc.pre(dayOf(change) > 1);
      const versions = [
        tariffOf({ price: before, validFrom: FIRST, validTo: addDays(change, -1) }),
        tariffOf({ price: after, validFrom: change }),
      ];
      const [from, to] = [dateOf(yearOf(change), 1, 1), dateOf(yearOf(change), 12, 31)];
      const charge = (start: PlainDate, end: PlainDate): Fraction =>
        sumOf(runOf({ contracts: [contractOf({ start, end, billing: 'YEAR' })], tariffs: versions, through: '2028-12' }).invoices);
      expect(equals(charge(from, to), add(charge(from, addDays(change, -1)), charge(change, to)))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

const named = (list: readonly Contract[]): Contract[] =>
  list.map((contract, index) => ({ ...contract, contractNo: `HD-${String(index)}` }));

test('the order of contracts and prices is irrelevant, and a split run makes the same invoices', () => {
  fc.assert(
    fc.property(fc.array(contracts, { minLength: 2, maxLength: 6 }), tariffs, fc.integer({ min: 1, max: 5 }), (list, versions, at) => {
      const all = named(list);
      const run = (some: readonly Contract[], prices: readonly TariffVersion[] = versions): readonly Invoice[] =>
        runOf({ contracts: some, tariffs: prices, rates: RATES, through: '2026-06' }).invoices;
      const whole = run(all);
      expect(run(all.toReversed(), versions.toReversed())).toEqual(whole);
      const codes = (invoices: readonly Invoice[]): string[] => invoices.map(({ code, total }) => `${code} ${String(total)}`).toSorted();
      expect(codes([...run(all.slice(0, at)), ...run(all.slice(at))])).toEqual(codes(whole));
    }),
    { numRuns: 40 },
  );
});

test('a later run has every invoice of an earlier one, unchanged', () => {
  fc.assert(
    fc.property(fc.array(contracts, { minLength: 1, maxLength: 4 }), tariffs, (list, versions) => {
      const run = (through: string) => runOf({ contracts: named(list), tariffs: versions, rates: RATES, through }).invoices;
      const later = new Map(run('2026-06').map((invoice) => [invoice.code, invoice]));
      const earlier = run('2025-03');
      for (const invoice of earlier) expect(later.get(invoice.code)).toEqual(invoice);
      expect([...later.values()].filter(({ invoiceDate }) => invoiceDate <= '2025-03-31')).toHaveLength(earlier.length);
    }),
    { numRuns: 40 },
  );
});
