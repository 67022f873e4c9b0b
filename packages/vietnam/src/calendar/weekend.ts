import { toEpochDay } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

/** 0 is Sunday; 1 January 1970 was a Thursday. */
const dayOfWeek = (date: PlainDate): number => (((toEpochDay(date) + 4) % 7) + 7) % 7;

/** Saturday or Sunday: the weekly rest of authorities and of most enterprises. */
export function isWeekend(date: PlainDate): boolean {
  const day = dayOfWeek(date);
  return day === 0 || day === 6;
}
