import { fromEpochDay } from '@kcn/kernel';
import type { CountedExemption } from '../contracts/exemption';
import type { DiscountPart, ExemptionPart } from './charge-part';
import { add, isZero, multiply, negate, percentFraction, plainDecimal, ZERO } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import type { Segment } from './segment';

/** Exact amounts by currency. */
export type Amounts = Map<string, Fraction>;

export const addTo = (amounts: Amounts, currency: string, amount: Fraction): void => {
  amounts.set(currency, add(amounts.get(currency) ?? ZERO, amount));
};

const commonDays = (a: Segment, b: CountedExemption): number => Math.min(a.toDay, b.toDay) - Math.max(a.fromDay, b.fromDay) + 1;

function partOf(
  { exemption }: CountedExemption,
  segments: readonly Segment[],
  taken: { readonly currency: string; readonly amount: Fraction },
): ExemptionPart {
  const [first, last] = [segments[0], segments.at(-1)];
  const from = first && fromEpochDay(first.fromDay);
  const to = last && fromEpochDay(last.toDay);
  return {
    kind: 'EXEMPTION',
    from: from !== undefined && from > exemption.from ? from : exemption.from,
    to: to !== undefined && to < exemption.to ? to : exemption.to,
    currency: taken.currency,
    percent: 'percent' in exemption.relief ? plainDecimal(exemption.relief.percent) : undefined,
    decisionNo: exemption.decisionNo,
    amount: negate(taken.amount),
  };
}

/** What exemptions by percentage take off: their share of each day's charge; a month charged in full is spread evenly over its days. */
export function exemptShares(segments: readonly Segment[], exemptions: readonly CountedExemption[]): ExemptionPart[] {
  return exemptions.flatMap((counted) => {
    if (!('share' in counted.relief)) return [];
    const { share } = counted.relief;
    const taken: Amounts = new Map();
    for (const segment of segments) {
      const days = commonDays(segment, counted);
      if (days <= 0) continue;
      const ofSegment = { numerator: BigInt(days), denominator: BigInt(segment.toDay - segment.fromDay + 1) };
      addTo(taken, segment.priced.version.currency, multiply(multiply(segment.amount, ofSegment), share));
    }
    return [...taken].filter(([, amount]) => !isZero(amount)).map(([currency, amount]) => partOf(counted, segments, { currency, amount }));
  });
}

/** What exemptions by amount take off: so much for each chargeable day that they cover. */
export function exemptAmounts(segments: readonly Segment[], exemptions: readonly CountedExemption[]): ExemptionPart[] {
  return exemptions.flatMap((counted) => {
    if (!('amountADay' in counted.relief)) return [];
    const { amountADay, currency } = counted.relief;
    const days = segments.reduce((sum, segment) => sum + Math.max(0, commonDays(segment, counted)), 0);
    const amount = { numerator: amountADay.numerator * BigInt(days), denominator: amountADay.denominator };
    return days === 0 ? [] : [partOf(counted, segments, { currency, amount })];
  });
}

/** What the contract's discount takes off, by currency. */
export function discount(amounts: Amounts, percent: string): DiscountPart[] {
  if (percent === '') return [];
  const share = percentFraction(percent);
  if (isZero(share)) return [];
  return [...amounts].map(([currency, amount]) => ({
    kind: 'DISCOUNT',
    percent: plainDecimal(percent),
    currency,
    amount: negate(multiply(amount, share)),
  }));
}
