import { addDays } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { roundHalfUp } from '@kcn/kernel/fraction';
import type { InterestNote } from '../collection/facts';
import { interestSegments, lastInterestDay, sumInterest } from './late-interest';
import type { InterestSegment, InterestTerms, Principal } from './late-interest';

export interface DemandOptions {
  readonly invoice: string;
  readonly contractNo: string;
  readonly principal: Principal;
  readonly terms: InterestTerms;
  /** Notes of this invoice so far. */
  readonly earlier: readonly InterestNote[];
  readonly noteDate: PlainDate;
  readonly dueDate: PlainDate;
}

/** The next note of an invoice with the segments it demands; undefined when no đồng has come up since the last note. */
export function findDemand(
  options: DemandOptions,
): { readonly note: InterestNote; readonly segments: readonly InterestSegment[] } | undefined {
  const { invoice, contractNo, principal, terms, earlier, noteDate, dueDate } = options;
  const demandedTo = earlier.reduce<PlainDate>((last, { to }) => (to > last ? to : last), principal.dueDate);
  const from = addDays(demandedTo, 1);
  const segments = interestSegments(principal, terms, { from, asOf: noteDate });
  const amount = roundHalfUp(sumInterest(segments));
  if (amount <= 0n) return undefined;
  const code = `${invoice}-L${String(earlier.length + 1)}`;
  return {
    note: { code, invoice, contractNo, noteDate, dueDate, amount, from, to: lastInterestDay(terms.lateRegime, noteDate) },
    segments,
  };
}
