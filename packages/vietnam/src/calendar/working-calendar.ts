import { addDays, yearOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { publicHolidays } from './public-holidays';
import { isWeekend } from './weekend';

/** A day off that a board lists itself. */
export interface ListedHoliday {
  readonly date: PlainDate;
  readonly name: string;
}

/** Which days are worked, Monday to Friday. */
export interface WorkingCalendar {
  isWorkingDay(date: PlainDate): boolean;
  /** The day itself when it is worked, else the next that is. */
  nextWorkingDay(date: PlainDate): PlainDate;
  /** The `days`-th working day after the date, which itself does not count; 1 or more. */
  addWorkingDays(date: PlainDate, days: number): PlainDate;
  /** Working days after `from` up to and including `to`; 0 when `to` is not later. */
  workingDaysBetween(from: PlainDate, to: PlainDate): number;
}

/**
 * @param listed a board's own days off; they replace the rule for every year in which there is one
 */
export function createWorkingCalendar(listed: Iterable<ListedHoliday> = []): WorkingCalendar {
  const daysOff = new Map<number, Set<PlainDate>>();
  for (const { date } of listed) {
    const year = yearOf(date);
    const days = daysOff.get(year);
    if (days) days.add(date);
    else daysOff.set(year, new Set([date]));
  }

  function daysOffIn(year: number): ReadonlySet<PlainDate> {
    const found = daysOff.get(year) ?? new Set(publicHolidays(year).map(({ date }) => date));
    daysOff.set(year, found);
    return found;
  }

  const isWorkingDay = (date: PlainDate): boolean => !isWeekend(date) && !daysOffIn(yearOf(date)).has(date);

  function nextWorkingDay(date: PlainDate): PlainDate {
    let day = date;
    while (!isWorkingDay(day)) day = addDays(day, 1);
    return day;
  }

  return {
    isWorkingDay,
    nextWorkingDay,
    addWorkingDays(date, days) {
      if (!Number.isInteger(days) || days < 1) throw new RangeError(`not a number of working days: ${String(days)}`);
      let day = date;
      for (let left = days; left > 0; left -= 1) day = nextWorkingDay(addDays(day, 1));
      return day;
    },
    workingDaysBetween(from, to) {
      let count = 0;
      for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) count += 1;
      return count;
    },
  };
}
