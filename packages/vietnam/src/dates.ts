import type { Instant, PlainDate } from '@kcn/kernel';
import { findPlainDate, fromEpochDay, instantToDate } from '@kcn/kernel';

const HOUR_MS = 3_600_000;
/** Vietnam has no summer time. */
const VIETNAM_MS = 7 * HOUR_MS;

/** The calendar day of Vietnam that an instant lies in. */
export const vietnamDay = (at: Instant): PlainDate => fromEpochDay(Math.floor((instantToDate(at).getTime() + VIETNAM_MS) / (24 * HOUR_MS)));

/** `2017-12-31` → `31/12/2017` */
export const formatDate = (date: PlainDate): string => `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;

/** `31/12/2017` or `1/2/2017` (day before month) as a date; undefined when it is no real day. */
export function findDate(text: string): PlainDate | undefined {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  return match ? findPlainDate(`${match[3] ?? ''}-${(match[2] ?? '').padStart(2, '0')}-${(match[1] ?? '').padStart(2, '0')}`) : undefined;
}
