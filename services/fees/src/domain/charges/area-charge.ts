import type { BillingMonth, BillingPeriod } from '../contracts/billing-periods';
import type { Proration } from '../contracts/contract';
import { findVersionOn } from '../tariffs/tariff-book';
import type { PricedVersion } from '../tariffs/tariff-book';
import type { Fraction } from '@kcn/kernel/fraction';
import type { ChargedDays, PriceGap, Segment } from './segment';

/** What is charged by area in a billing period. Days are days since 1970-01-01. */
export interface AreaCharge {
  readonly areaHundredthsM2: bigint;
  readonly versions: readonly PricedVersion[];
  readonly period: BillingPeriod;
  /** First chargeable day; at most `toDay`. */
  readonly fromDay: number;
  readonly toDay: number;
  readonly proration: Proration;
}

/** area × price × part ÷ whole */
const amountOf = (
  areaHundredthsM2: bigint,
  { price }: PricedVersion,
  { part, whole }: { readonly part: number; readonly whole: number },
): Fraction => ({
  numerator: areaHundredthsM2 * price.numerator * BigInt(part),
  denominator: 100n * price.denominator * BigInt(whole),
});

const monthsOf = ({ period, fromDay, toDay }: AreaCharge): BillingMonth[] =>
  period.months.filter((month) => month.fromDay <= toDay && month.toDay >= fromDay);

/** Each day at the price valid that day, as a share of its year or month. */
function chargeDays(charge: AreaCharge): ChargedDays | PriceGap {
  const { areaHundredthsM2, versions, period, fromDay, toDay } = charge;
  const segments: Segment[] = [];
  const take = (priced: PricedVersion, first: number, last: number, daysOf: number): void => {
    const amount = amountOf(areaHundredthsM2, priced, { part: last - first + 1, whole: daysOf });
    segments.push({ priced, fromDay: first, toDay: last, daysOf, amount });
  };

  let day = fromDay;
  while (day <= toDay) {
    const priced = findVersionOn(versions, day);
    if (!priced) return { missingOnDay: day };
    const until = Math.min(toDay, priced.toDay);
    if (priced.version.unit === 'M2_YEAR') take(priced, day, until, period.daysOfYear);
    else {
      for (const month of period.months) {
        const [first, last] = [Math.max(day, month.fromDay), Math.min(until, month.toDay)];
        if (first <= last) take(priced, first, last, month.days);
      }
    }
    day = until + 1;
  }
  return finish(charge, segments);
}

/** Each month with a chargeable day in full, at the price of its first chargeable day. */
function chargeMonths(charge: AreaCharge): ChargedDays | PriceGap {
  const { areaHundredthsM2, versions, fromDay, toDay } = charge;
  const segments: Segment[] = [];
  for (const month of monthsOf(charge)) {
    const [first, last] = [Math.max(fromDay, month.fromDay), Math.min(toDay, month.toDay)];
    const priced = findVersionOn(versions, first);
    if (!priced) return { missingOnDay: first };
    const amount = amountOf(areaHundredthsM2, priced, { part: 1, whole: priced.version.unit === 'M2_YEAR' ? 12 : 1 });
    segments.push({ priced, fromDay: first, toDay: last, daysOf: undefined, amount });
  }
  return finish(charge, segments);
}

function finish({ versions, toDay }: AreaCharge, segments: readonly Segment[]): ChargedDays | PriceGap {
  const last = findVersionOn(versions, toDay);
  return last ? { segments, last } : { missingOnDay: toDay };
}

export const chargeArea = (charge: AreaCharge): ChargedDays | PriceGap =>
  charge.proration === 'DAY' ? chargeDays(charge) : chargeMonths(charge);
