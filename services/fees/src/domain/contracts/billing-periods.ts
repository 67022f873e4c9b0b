import type { Period, PlainDate } from '@kcn/kernel';
import { addDays, dateOf, daysInMonth, endOfMonth, isLeapYear, monthOf, period as periodOf, toEpochDay, yearOf } from '@kcn/kernel';
import type { Billing } from './contract';

/** A calendar month; days are days since 1970-01-01. */
export interface BillingMonth {
  readonly fromDay: number;
  /** Last day. */
  readonly toDay: number;
  readonly days: number;
}

/** A stretch that one invoice is for, with all that charging asks of the calendar. Periods never cross a year. */
export interface BillingPeriod {
  readonly period: Period;
  readonly from: PlainDate;
  /** Last day. */
  readonly to: PlainDate;
  /** The day after the last. */
  readonly after: PlainDate;
  readonly fromDay: number;
  readonly toDay: number;
  readonly daysOfYear: number;
  readonly months: readonly BillingMonth[];
}

/** Periods of one length, numbered without gap; made once and shared by all contracts. */
export interface BillingPeriods {
  at(index: number): BillingPeriod;
  /** The number of the period that a day lies in. */
  indexOf(date: PlainDate): number;
}

const PER_YEAR: Readonly<Record<Billing, number>> = { MONTH: 12, QUARTER: 4, HALF_YEAR: 2, YEAR: 1 };

function nameOf(billing: Billing, year: number, nth: number): Period {
  switch (billing) {
    case 'YEAR':
      return periodOf(String(year));
    case 'HALF_YEAR':
      return periodOf(`${String(year)}-H${String(nth)}`);
    case 'QUARTER':
      return periodOf(`${String(year)}-Q${String(nth)}`);
    case 'MONTH':
      return periodOf(`${String(year)}-${String(nth).padStart(2, '0')}`);
  }
}

export function createBillingPeriods(billing: Billing): BillingPeriods {
  const perYear = PER_YEAR[billing];
  const monthsEach = 12 / perYear;
  const made = new Map<number, BillingPeriod>();

  function make(index: number): BillingPeriod {
    const year = Math.floor(index / perYear);
    const nth = (index % perYear) + 1;
    const firstMonth = (nth - 1) * monthsEach + 1;
    const months = Array.from({ length: monthsEach }, (_unused, offset) => {
      const [fromDay, days] = [toEpochDay(dateOf(year, firstMonth + offset, 1)), daysInMonth(year, firstMonth + offset)];
      return { fromDay, toDay: fromDay + days - 1, days };
    });
    const [from, to] = [dateOf(year, firstMonth, 1), endOfMonth(year, firstMonth + monthsEach - 1)];
    const daysOfYear = isLeapYear(year) ? 366 : 365;
    return {
      period: nameOf(billing, year, nth),
      from,
      to,
      after: addDays(to, 1),
      fromDay: toEpochDay(from),
      toDay: toEpochDay(to),
      daysOfYear,
      months,
    };
  }

  return {
    at(index) {
      const found = made.get(index) ?? make(index);
      made.set(index, found);
      return found;
    },
    indexOf: (date) => yearOf(date) * perYear + Math.floor((monthOf(date) - 1) / monthsEach),
  };
}
