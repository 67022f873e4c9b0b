import type { PlainDate } from '@kcn/kernel';
import { findPlainDate, toEpochDay, yearOf } from '@kcn/kernel';

/** `260630` as 30 June 2026; undefined when there is no such day. */
export const findSwiftDate = (yymmdd: string): PlainDate | undefined =>
  findPlainDate(`20${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`);

/**
 * The day of an entry, `MMDD`, near its value day: an entry of 2 January may have its value on 31 December. Undefined when
 * there is no such day.
 */
export function findEntryDate(mmdd: string, valueOn: PlainDate): PlainDate | undefined {
  const distance = (date: PlainDate): number => Math.abs(toEpochDay(date) - toEpochDay(valueOn));
  let nearest: PlainDate | undefined;
  for (const year of [yearOf(valueOn) - 1, yearOf(valueOn), yearOf(valueOn) + 1]) {
    const date = findPlainDate(`${String(year)}-${mmdd.slice(0, 2)}-${mmdd.slice(2, 4)}`);
    if (date !== undefined && (nearest === undefined || distance(date) < distance(nearest))) nearest = date;
  }
  return nearest;
}
