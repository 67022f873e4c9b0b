import { addDays, toEpochDay } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { add, fraction, multiply, percentFraction, ZERO } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import type { LateRegime } from '../contracts/contract';

/** Per cent a year where a contract names no rate (BLDS 2015 Art. 468.2). */
const CIVIL_DEFAULT_PERCENT = '10';
const CIVIL_DAYS_OF_YEAR = 365n;
/** Per cent a day on what is owed to the budget (Law 38/2019 Art. 59, Law 108/2025 Art. 16). */
const BUDGET_PERCENT_A_DAY = '0.03';

/** What is unpaid of an invoice over time. */
export interface Principal {
  /** Đồng at the due date before any change. */
  readonly total: bigint;
  readonly dueDate: PlainDate;
  /** In the order of days; a payment is below zero, its reversal above. */
  readonly changes: readonly { readonly day: PlainDate; readonly change: bigint }[];
}

export interface InterestTerms {
  readonly lateRegime: LateRegime;
  /** Exact decimal, per cent a year; '' = the regime's own. Counts for CIVIL only. */
  readonly lateRatePercent: string;
}

/** A stretch of days on which the same principal earned interest. */
export interface InterestSegment {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly days: number;
  readonly principal: bigint;
  /** Exact, đồng. */
  readonly interest: Fraction;
}

const dailyRate = ({ lateRegime, lateRatePercent }: InterestTerms): Fraction => {
  if (lateRegime === 'BUDGET') return percentFraction(BUDGET_PERCENT_A_DAY);
  if (lateRegime === 'NONE') return ZERO;
  const { numerator, denominator } = percentFraction(lateRatePercent === '' ? CIVIL_DEFAULT_PERCENT : lateRatePercent);
  return fraction(numerator, denominator * CIVIL_DAYS_OF_YEAR);
};

/** The last day that bears interest when one reckons on a day: for CIVIL that day itself, for BUDGET the day before. */
export const lastInterestDay = (regime: LateRegime, asOf: PlainDate): PlainDate => (regime === 'BUDGET' ? addDays(asOf, -1) : asOf);

export interface InterestWindow {
  /** First day that counts; absent = from the day after the due date. */
  readonly from?: PlainDate | undefined;
  /** The day on which one reckons; see lastInterestDay. */
  readonly asOf: PlainDate;
}

/**
 * The segments of simple interest on what is unpaid, from the day after the due date. CIVIL counts the payment day,
 * BUDGET does not.
 */
export function interestSegments(principal: Principal, terms: InterestTerms, { from, asOf }: InterestWindow): InterestSegment[] {
  if (terms.lateRegime === 'NONE') return [];
  const rate = dailyRate(terms);
  const afterDue = addDays(principal.dueDate, 1);
  const first = from !== undefined && from > afterDue ? from : afterDue;
  const last = lastInterestDay(terms.lateRegime, asOf);
  const segments: InterestSegment[] = [];
  let [start, unpaid] = [first, principal.total];
  const close = (end: PlainDate): void => {
    if (end < start) return;
    const days = toEpochDay(end) - toEpochDay(start) + 1;
    if (unpaid !== 0n)
      segments.push({ from: start, to: end, days, principal: unpaid, interest: multiply(fraction(unpaid * BigInt(days)), rate) });
    start = addDays(end, 1);
  };
  for (const { day, change } of principal.changes) {
    // The first day whose interest the change touches.
    const counts = terms.lateRegime === 'BUDGET' ? day : addDays(day, 1);
    if (counts > last) break;
    if (counts > start) close(addDays(counts, -1));
    unpaid += change;
  }
  close(last);
  return segments;
}

/** Exact; the caller rounds half-up once per invoice. */
export const sumInterest = (segments: readonly InterestSegment[]): Fraction =>
  segments.reduce<Fraction>((sum, { interest }) => add(sum, interest), ZERO);
