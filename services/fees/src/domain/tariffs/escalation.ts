import type { PlainDate } from '@kcn/kernel';
import { addDays, dateOf, dayOf, daysInMonth, divideHalfUp, formatDecimal, monthOf, yearOf } from '@kcn/kernel';
import { decimalFraction, multiply, percentFraction } from '@kcn/kernel/fraction';
import type { TariffVersion } from './tariff';

/** A rise that the contract or decision fixes ahead: 20 % every 5 years. */
export interface EscalationRule {
  /** Exact decimal, of the price before. */
  readonly percent: string;
  readonly everyYears: number;
  /** Decimals to which each new price is rounded half-up before it is used, at most 4. */
  readonly decimals: number;
}

function yearsLater(date: PlainDate, years: number): PlainDate {
  const year = yearOf(date) + years;
  return dateOf(year, monthOf(date), Math.min(dayOf(date), daysInMonth(year, monthOf(date))));
}

/**
 * The base version and the later ones that the rule makes of it: each closes the one before, none is changed in place.
 * Each price rises from the rounded one before. The last one ends where the base version would have ended.
 * @param until no version starts after this day
 */
export function escalate(base: TariffVersion, rule: EscalationRule, until: PlainDate): readonly TariffVersion[] {
  const { percent, everyYears, decimals } = rule;
  if (everyYears < 1 || decimals < 0 || decimals > 4)
    throw new RangeError('an escalation takes a year or more and prices of at most 4 decimals');
  const growth = percentFraction(percent);
  const factor = { numerator: growth.denominator + growth.numerator, denominator: growth.denominator };
  const limit = base.validTo !== undefined && base.validTo < until ? base.validTo : until;
  const versions: TariffVersion[] = [base];
  for (let step = 1; ; step += 1) {
    const validFrom = yearsLater(base.validFrom, step * everyYears);
    const before = versions.at(-1) ?? base;
    if (validFrom > limit) return versions;
    const { numerator, denominator } = multiply(decimalFraction(before.price), factor);
    const price = formatDecimal(divideHalfUp(numerator * 10n ** BigInt(decimals), denominator), decimals);
    versions[versions.length - 1] = { ...before, validTo: addDays(validFrom, -1) };
    versions.push({ ...base, price, validFrom });
  }
}
