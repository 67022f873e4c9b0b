import { dateOf, dayOf, daysInMonth, divideHalfUp, monthOf, yearOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

/** Years in which a contract debt can be sued for (BLDS 2015 Art. 429). */
const LIMITATION_YEARS = 3;

/** The same day some months later; a day that the month lacks becomes its last. */
function addMonths(date: PlainDate, months: number): PlainDate {
  const count = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  return dateOf(year, month, Math.min(dayOf(date), daysInMonth(year, month)));
}

/** The last day on which a debt can be sued for: three years after it fell due, or after the debtor last acknowledged it (Art. 157). */
export const limitationDate = (dueDate: PlainDate, acknowledgedOn?: PlainDate): PlainDate =>
  addMonths(acknowledgedOn !== undefined && acknowledgedOn > dueDate ? acknowledgedOn : dueDate, LIMITATION_YEARS * 12);

/** Shares of doubtful debts by months overdue (TT 48/2019 Art. 6), the longest first. */
const PROVISION_STEPS: readonly { readonly months: number; readonly percent: bigint }[] = [
  { months: 36, percent: 100n },
  { months: 24, percent: 70n },
  { months: 12, percent: 50n },
  { months: 6, percent: 30n },
];

/** What is to be set aside for an open amount on a day, rounded half-up, đồng. */
export function provisionFor(open: bigint, dueDate: PlainDate, day: PlainDate): bigint {
  const step = PROVISION_STEPS.find(({ months }) => addMonths(dueDate, months) <= day);
  return step ? divideHalfUp(open * step.percent, 100n) : 0n;
}
