import type { PlainDate } from '@kcn/kernel';
import { addDays, findPlainDate } from '@kcn/kernel';

const TIME = /^T([01]\d|2[0-4]):([0-5]\d):[0-5]\d(?:\.\d{1,9})?(?:(Z)|([+-])(\d{2}):(\d{2}))?$/;
const ZONE = /^(?:Z|[+-]\d{2}:\d{2})?$/;
const VIETNAM_MINUTES = 7 * 60;
const DAY_MINUTES = 24 * 60;

/**
 * An ISO 20022 date or date and time as a day in Vietnam: `2025-01-02T18:00:00Z` is 3 January there. A time without a zone
 * is local; a date's zone does not move it. Undefined when it is no real day.
 */
export function findBankDay(text: string): PlainDate | undefined {
  const date = findPlainDate(text.slice(0, 10));
  const rest = text.slice(10);
  if (date === undefined || ZONE.test(rest)) return date;
  const match = TIME.exec(rest);
  if (!match) return undefined;
  const [, hours, minutes, utc, sign, zoneHours, zoneMinutes] = match;
  if (utc === undefined && sign === undefined) return date;
  const offset = utc === undefined ? (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes)) : 0;
  const local = Number(hours) * 60 + Number(minutes) - offset + VIETNAM_MINUTES;
  return addDays(date, Math.floor(local / DAY_MINUTES));
}
