import { invalid } from '../errors/domain-error';
import type { PlainDate } from './plain-date';
import { addDays, dateOf, endOfMonth, monthOf, yearOf } from './plain-date';

/** `2017`, `2017-H1`, `2017-9M`, `2017-Q3`, `2017-05`. */
export type Period = string & { readonly __brand: 'Period' };
/** A quarter, `2017-Q3`; every quarter is a period. */
export type Quarter = Period & { readonly __quarter: true };

/**
 * Which days a period covers: `calendar` takes whole months; `ND09` (Decree 09/2019) runs from the 15th of the month
 * before the period to the 14th of its last month.
 */
export type ReportCalendar = 'calendar' | 'ND09';

/** Both days included. */
export interface Window {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

interface PeriodParts {
  readonly year: number;
  readonly firstMonth: number;
  readonly lastMonth: number;
}

const SHAPE = /^(\d{4})(?:-(?:(H[12])|(9M)|(Q[1-4])|(0[1-9]|1[0-2])))?$/;

function findParts(text: string): PeriodParts | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const year = Number(match[1]);
  if (year < 1901 || year > 2199) return undefined;
  const [, , half, nineMonths, quarter, month] = match;
  if (half) return half === 'H1' ? { year, firstMonth: 1, lastMonth: 6 } : { year, firstMonth: 7, lastMonth: 12 };
  if (nineMonths) return { year, firstMonth: 1, lastMonth: 9 };
  if (quarter) {
    const lastMonth = Number(quarter.slice(1)) * 3;
    return { year, firstMonth: lastMonth - 2, lastMonth };
  }
  if (month) return { year, firstMonth: Number(month), lastMonth: Number(month) };
  return { year, firstMonth: 1, lastMonth: 12 };
}

export const findPeriod = (text: string): Period | undefined => (findParts(text) ? (text as Period) : undefined);

/** @throws DomainError invalid `bad_period` */
export function period(text: string): Period {
  const found = findPeriod(text);
  if (found === undefined) {
    throw invalid('bad_period', {
      vi: `"${text}" không phải là một kỳ báo cáo (2017, 2017-H1, 2017-9M, 2017-Q3 hoặc 2017-05)`,
      en: `"${text}" is not a period (2017, 2017-H1, 2017-9M, 2017-Q3 or 2017-05)`,
    });
  }
  return found;
}

export const findQuarter = (text: string): Quarter | undefined =>
  /^\d{4}-Q[1-4]$/.test(text) && findParts(text) ? (text as Quarter) : undefined;

export const quarterOf = (year: number, quarter: number): Quarter => `${String(year).padStart(4, '0')}-Q${String(quarter)}` as Quarter;

function partsOf(p: Period): PeriodParts {
  const parts = findParts(p);
  if (!parts) throw invalid('bad_period', { vi: `Kỳ báo cáo hỏng: ${p}`, en: `Broken period: ${p}` });
  return parts;
}

export function windowOf(p: Period, calendar: ReportCalendar = 'calendar'): Window {
  const { year, firstMonth, lastMonth } = partsOf(p);
  if (calendar === 'calendar') return { from: dateOf(year, firstMonth, 1), to: endOfMonth(year, lastMonth) };
  const from = firstMonth === 1 ? dateOf(year - 1, 12, 15) : dateOf(year, firstMonth - 1, 15);
  return { from, to: dateOf(year, lastMonth, 14) };
}

export const yearOfPeriod = (p: Period): number => partsOf(p).year;

/** The same window one year earlier. */
export function lastYearOf(p: Period): Period {
  return `${String(partsOf(p).year - 1).padStart(4, '0')}${p.slice(4)}` as Period;
}

export const quarterWindow = (q: Quarter): Window => windowOf(q);
export const quarterEnd = (q: Quarter): PlainDate => windowOf(q).to;
export const quarterContaining = (date: PlainDate): Quarter => quarterOf(yearOf(date), Math.ceil(monthOf(date) / 3));

/** The quarters that lie wholly inside the window, oldest first. */
export function wholeQuartersIn(window: Window): Quarter[] {
  const quarters: Quarter[] = [];
  for (let year = yearOf(window.from); year <= yearOf(window.to); year++) {
    for (let n = 1; n <= 4; n++) {
      const quarter = quarterOf(year, n);
      const { from, to } = quarterWindow(quarter);
      if (from >= window.from && to <= window.to) quarters.push(quarter);
    }
  }
  return quarters;
}

export interface YearMonth {
  readonly year: number;
  readonly month: number;
}

/** A window as the whole months it holds and the days at its edges that make up no month. */
export interface SplitWindow {
  readonly months: readonly YearMonth[];
  readonly edges: readonly Window[];
}

export function splitWindow(window: Window): SplitWindow {
  const months: YearMonth[] = [];
  const edges: Window[] = [];
  let cursor = window.from;
  while (cursor <= window.to) {
    const [year, month] = [yearOf(cursor), monthOf(cursor)];
    const end = endOfMonth(year, month);
    if (cursor === dateOf(year, month, 1) && end <= window.to) months.push({ year, month });
    else edges.push({ from: cursor, to: end <= window.to ? end : window.to });
    cursor = addDays(end, 1);
  }
  return { months, edges };
}
