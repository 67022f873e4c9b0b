import { toEpochDay } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

export const AGEING_BUCKETS = ['not due', '1-30', '31-60', '61-90', '91-180', '181-365', 'over 365'] as const;
/** Days past due. */
export type AgeingBucket = (typeof AGEING_BUCKETS)[number];

/** Calendar days after the due date; zero or less while it is not past. */
export const daysPastDue = (dueDate: PlainDate, day: PlainDate): number => toEpochDay(day) - toEpochDay(dueDate);

export function ageingBucket(dueDate: PlainDate, day: PlainDate): AgeingBucket {
  const days = daysPastDue(dueDate, day);
  if (days <= 0) return 'not due';
  if (days <= 30) return '1-30';
  if (days <= 60) return '31-60';
  if (days <= 90) return '61-90';
  if (days <= 180) return '91-180';
  return days <= 365 ? '181-365' : 'over 365';
}
