import { invalid } from '../errors/domain-error';

/**
 * A calendar date in Vietnam, `YYYY-MM-DD`. A plain string on purpose: it sorts as it reads, goes through JSON and
 * MongoDB unchanged, and no time zone can move it by a day.
 */
export type PlainDate = string & { readonly __brand: 'PlainDate' };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days in a month; `month` counts from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The date, or undefined when the text is not a real day written as YYYY-MM-DD. Years 1900–2199. */
export function findPlainDate(text: string): PlainDate | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return text as PlainDate;
}

/** @throws DomainError invalid `bad_date` */
export function plainDate(text: string): PlainDate {
  const date = findPlainDate(text);
  if (date === undefined) {
    throw invalid('bad_date', {
      vi: `"${text}" không phải là một ngày có thật (NNNN-TT-NN)`,
      en: `"${text}" is not a real date (YYYY-MM-DD)`,
    });
  }
  return date;
}

export function dateOf(year: number, month: number, day: number): PlainDate {
  return plainDate(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
}

export const yearOf = (date: PlainDate): number => Number(date.slice(0, 4));
/** 1–12 */
export const monthOf = (date: PlainDate): number => Number(date.slice(5, 7));
export const dayOf = (date: PlainDate): number => Number(date.slice(8, 10));

/** Days since 1970-01-01. */
export function toEpochDay(date: PlainDate): number {
  return Date.UTC(yearOf(date), monthOf(date) - 1, dayOf(date)) / MS_PER_DAY;
}

export function fromEpochDay(epochDay: number): PlainDate {
  return new Date(epochDay * MS_PER_DAY).toISOString().slice(0, 10) as PlainDate;
}

export const addDays = (date: PlainDate, days: number): PlainDate => fromEpochDay(toEpochDay(date) + days);

export const endOfMonth = (year: number, month: number): PlainDate => dateOf(year, month, daysInMonth(year, month));

/** The same day one year earlier; 29 February becomes 28 February. */
export function oneYearEarlier(date: PlainDate): PlainDate {
  const year = yearOf(date) - 1;
  return dateOf(year, monthOf(date), Math.min(dayOf(date), daysInMonth(year, monthOf(date))));
}
