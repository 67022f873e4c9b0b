import { addDays, toEpochDay } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { planDeadline } from './deadline';

/** Days before the last day on which a plan that is not handed in is called to mind. */
const DAYS_BEFORE = [30, 14, 7, 3, 1, 0];
/** Days after it: every day of the first week, then once a week for the rest of the year. */
const DAYS_AFTER = [1, 2, 3, 4, 5, 6, 7, 14, 21, 28, 35, 42];

export interface PlanReminder {
  readonly year: number;
  readonly deadline: PlainDate;
  /** The day for which the reminder is; it names the reminder, so that each is given once. */
  readonly day: PlainDate;
  /** From that day to the last one; below zero: so many days too late. */
  readonly daysLeft: number;
}

/**
 * The reminder that is due on a day: the latest whose day has come. A service that was down on that day still gives it;
 * those that were passed over are not made up for. Undefined while the deadline is far away, and in the plan's own year.
 */
export function findReminderDue(year: number, today: PlainDate): PlanReminder | undefined {
  const deadline = planDeadline(year);
  if (Number(today.slice(0, 4)) >= year) return undefined;
  const offsets = [...DAYS_BEFORE, ...DAYS_AFTER.map((days) => -days)];
  const daysLeft = offsets.findLast((days) => addDays(deadline, -days) <= today);
  return daysLeft === undefined ? undefined : { year, deadline, day: addDays(deadline, -daysLeft), daysLeft };
}

export const daysUntilDeadline = (year: number, today: PlainDate): number => toEpochDay(planDeadline(year)) - toEpochDay(today);
