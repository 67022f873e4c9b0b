import type { PlainDate } from '@kcn/kernel';
import { dayOf, monthOf, yearOf } from '@kcn/kernel';

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * `Hưng Yên, ngày 05 tháng 02 năm 2026`: by NĐ 30/2020 days below 10 and the months 1 and 2 have a zero in front.
 * Without a date there is room to write one.
 */
export function placeAndDate(place: string, date: PlainDate | undefined): string {
  if (date === undefined) return `${place}, ngày …… tháng …… năm ………`;
  const month = monthOf(date);
  return `${place}, ngày ${twoDigits(dayOf(date))} tháng ${month < 3 ? twoDigits(month) : String(month)} năm ${String(yearOf(date))}`;
}
