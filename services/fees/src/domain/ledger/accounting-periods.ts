import { dateOf, daysInMonth, forbidden, monthOf, precondition, yearOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

/** Accounting months `2026-03` that are closed without a gap: everything up to and including this one; undefined = none. */
export interface AccountingPeriods {
  readonly closedThrough: string | undefined;
}

const monthText = (date: PlainDate): string => date.slice(0, 7);
const firstDayOf = (month: string): PlainDate => dateOf(Number(month.slice(0, 4)), Number(month.slice(5)), 1);
const lastDayOf = (month: string): PlainDate => {
  const [year, number] = [yearOf(firstDayOf(month)), monthOf(firstDayOf(month))];
  return dateOf(year, number, daysInMonth(year, number));
};

function shiftMonth(month: string, by: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${String(Math.floor(months / 12))}-${String((months % 12) + 1).padStart(2, '0')}`;
}

export const isClosed = ({ closedThrough }: AccountingPeriods, date: PlainDate): boolean =>
  closedThrough !== undefined && monthText(date) <= closedThrough;

/** The accounting day of what takes effect on a day: that day, or the first day of the first open month after it. */
export const postingDay = (periods: AccountingPeriods, effectiveOn: PlainDate): PlainDate =>
  periods.closedThrough !== undefined && isClosed(periods, effectiveOn) ? firstDayOf(shiftMonth(periods.closedThrough, 1)) : effectiveOn;

export interface ClosingAct {
  /** `2026-03` */
  readonly month: string;
  readonly today: PlainDate;
  readonly requestedBy: string;
  readonly approvedBy: string;
  /** What still stands in the way, such as a run that is not finished. */
  readonly unfinished: readonly string[];
}

/**
 * Closes the month after the last closed one (any month where none is closed yet).
 * @throws DomainError forbidden `second_person_needed`; precondition `period_not_next`, `period_not_over`, `period_unfinished`
 */
export function closePeriod({ closedThrough }: AccountingPeriods, act: ClosingAct): AccountingPeriods {
  if (act.requestedBy === act.approvedBy) {
    throw forbidden('second_person_needed', {
      vi: 'Khóa sổ cần một kế toán thứ hai phê duyệt',
      en: 'A second accountant has to approve closing',
    });
  }
  if (closedThrough !== undefined && act.month !== shiftMonth(closedThrough, 1)) {
    throw precondition('period_not_next', {
      vi: `Chỉ khóa được tháng liền sau ${closedThrough}`,
      en: `Only the month after ${closedThrough} can be closed`,
    });
  }
  if (act.today <= lastDayOf(act.month)) {
    throw precondition('period_not_over', { vi: `Tháng ${act.month} chưa kết thúc`, en: `${act.month} is not over` });
  }
  if (act.unfinished.length > 0) {
    throw precondition('period_unfinished', {
      vi: `Còn việc chưa xong trong ${act.month}: ${act.unfinished.join('; ')}`,
      en: `Unfinished in ${act.month}: ${act.unfinished.join('; ')}`,
    });
  }
  return { closedThrough: act.month };
}

/**
 * Opens the last closed month again; only the head does.
 * @throws DomainError forbidden `head_needed`; precondition `period_not_last_closed`
 */
export function reopenPeriod(
  { closedThrough }: AccountingPeriods,
  act: { readonly month: string; readonly isHead: boolean },
): AccountingPeriods {
  if (!act.isHead) throw forbidden('head_needed', { vi: 'Chỉ thủ trưởng được mở lại sổ', en: 'Only the head opens a period again' });
  if (closedThrough === undefined || act.month !== closedThrough) {
    throw precondition('period_not_last_closed', {
      vi: 'Chỉ mở lại được tháng khóa sau cùng',
      en: 'Only the month closed last can be opened again',
    });
  }
  return { closedThrough: shiftMonth(closedThrough, -1) };
}
