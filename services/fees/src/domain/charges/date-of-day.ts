import { fromEpochDay } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

/** There are no more than the 110,000 days from 1900 to 2199; a run asks for the same few of them millions of times. */
const dates = new Map<number, PlainDate>();

/** The date of a day counted from 1970-01-01. */
export function dateOfDay(day: number): PlainDate {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = fromEpochDay(day);
  dates.set(day, date);
  return date;
}
