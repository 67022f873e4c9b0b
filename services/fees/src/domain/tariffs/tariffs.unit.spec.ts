import { addDays, plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { tariffOf } from '../../spec-support/samples';
import { escalate } from './escalation';
import { findOverlaps, overlap } from './overlap';
import { findFrameOverlaps } from './price-frame';
import type { PriceFrame } from './price-frame';
import { isUnitOf } from './tariff';
import { createTariffBook, findVersionOn } from './tariff-book';

const told = (versions: readonly { validFrom: string; validTo: string | undefined; price: string }[]): string[] =>
  versions.map(({ validFrom, validTo, price }) => `${validFrom} ${validTo ?? ''} ${price}`);

describe('escalation', () => {
  const base = tariffOf({ price: '1', validFrom: plainDate('2020-08-10') });

  test('20 % every five years: later versions, each closing the one before', () => {
    const versions = escalate(base, { percent: '20', everyYears: 5, decimals: 4 }, plainDate('2036-01-01'));
    expect(told(versions)).toEqual([
      '2020-08-10 2025-08-09 1',
      '2025-08-10 2030-08-09 1.2',
      '2030-08-10 2035-08-09 1.44',
      '2035-08-10  1.728',
    ]);
    expect(base.validTo).toBeUndefined();
  });

  test('a price is rounded to the contract’s precision before the next rise', () => {
    // 0.45 → 0.495 ≈ 0.50 → 0.55; from the exact price it would be 0.5445 ≈ 0.54
    expect(told(escalate({ ...base, price: '0.45' }, { percent: '10', everyYears: 3, decimals: 2 }, plainDate('2026-12-31')))).toEqual([
      '2020-08-10 2023-08-09 0.45',
      '2023-08-10 2026-08-09 0.5',
      '2026-08-10  0.55',
    ]);
  });

  test('the base’s own end stays, and nothing starts after it', () => {
    const ending = { ...base, validTo: plainDate('2027-01-01') };
    expect(told(escalate(ending, { percent: '20', everyYears: 5, decimals: 4 }, plainDate('2099-01-01')))).toEqual([
      '2020-08-10 2025-08-09 1',
      '2025-08-10 2027-01-01 1.2',
    ]);
    expect(escalate(base, { percent: '20', everyYears: 5, decimals: 4 }, plainDate('2025-08-09'))).toEqual([base]);
  });

  test('29 February rises on 28 February of other years', () => {
    const leap = { ...base, validFrom: plainDate('2024-02-29') };
    expect(told(escalate(leap, { percent: '10', everyYears: 1, decimals: 4 }, plainDate('2025-12-31')))[1]).toBe('2025-02-28  1.1');
  });

  test('a rule without years or with too many decimals is none', () => {
    expect(() => escalate(base, { percent: '20', everyYears: 0, decimals: 4 }, plainDate('2030-01-01'))).toThrow(RangeError);
    expect(() => escalate(base, { percent: '20', everyYears: 5, decimals: 5 }, plainDate('2030-01-01'))).toThrow(RangeError);
  });
});

describe('the version of a day', () => {
  const book = createTariffBook([
    tariffOf({ validFrom: plainDate('2026-02-15'), price: '2.50' }),
    tariffOf({ validFrom: plainDate('2025-01-01'), validTo: plainDate('2026-02-13'), price: '1' }),
  ]);
  const priceOn = (date: string): string | undefined => findVersionOn(book.versionsOf('HT'), Date.parse(date) / 86_400_000)?.version.price;

  test.each([
    ['2024-12-31', undefined],
    ['2025-01-01', '1'],
    ['2026-02-13', '1'],
    ['2026-02-14', undefined],
    ['2026-02-15', '2.5'],
    ['2090-01-01', '2.5'],
  ])('%s: %s', (date, price) => {
    expect(priceOn(date)).toBe(price);
  });

  test('a tariff starts with its earliest price', () => {
    expect([book.findEarliest('HT'), book.findEarliest('X'), book.versionsOf('X')]).toEqual(['2025-01-01', undefined, []]);
  });
});

describe('overlaps', () => {
  test('are found whatever the order, and among one key only', () => {
    const stretch = fc.record({
      from: fc.integer({ min: 0, max: 60 }),
      length: fc.option(fc.integer({ min: 0, max: 20 })),
      key: fc.constantFrom('a', 'b'),
    });
    const day = (offset: number) => addDays(plainDate('2026-01-01'), offset);
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 8 }), (given) => {
        const items = given.map(({ from, length, key }) => ({
          key,
          validFrom: day(from),
          validTo: length === null ? undefined : day(from + length),
        }));
        const any = items.some((a, i) => items.some((b, j) => i < j && a.key === b.key && overlap(a, b)));
        const found = findOverlaps(items, ({ key }) => key);
        expect(found.length > 0).toBe(any);
        for (const { later, earlier } of found)
          expect([later.validFrom >= earlier.validFrom, overlap(later, earlier)]).toEqual([true, true]);
      }),
    );
  });

  test('price frames of one park and service', () => {
    const frame = (given: Partial<PriceFrame>): PriceFrame => ({
      parkCode: 'kcn',
      owner: 'Chủ đầu tư mẫu',
      service: 'MANAGEMENT',
      unit: 'M2_YEAR',
      lowestPrice: '0.5',
      highestPrice: '1',
      currency: 'USD',
      validFrom: plainDate('2026-01-01'),
      validTo: plainDate('2026-06-30'),
      registeredOn: plainDate('2025-12-20'),
      documentNo: '5/CV',
      ...given,
    });
    const next = frame({ validFrom: plainDate('2026-06-30'), validTo: undefined });
    expect(findFrameOverlaps([next, frame({}), frame({ service: 'INFRA' }), frame({ parkCode: 'khac' })])).toEqual([
      { later: next, earlier: frame({}) },
    ]);
    expect(findFrameOverlaps([frame({ validFrom: plainDate('2026-07-01'), validTo: undefined }), frame({})])).toEqual([]);
  });
});

test.each([
  ['WASTEWATER', 'M3', true],
  ['WASTEWATER', 'M2_YEAR', false],
  ['INFRA', 'M3', false],
  ['SUBLEASE', 'M2_MONTH', true],
] as const)('%s in %s: %s', (service, unit, fits) => {
  expect(isUnitOf(service, unit)).toBe(fits);
});
