import { addDays, dateOf } from '@kcn/kernel';
import type { LocalizedText, PlainDate } from '@kcn/kernel';
import { fromLunarDate } from './lunar-calendar';
import { isWeekend } from './weekend';

/** A day off. */
export interface PublicHoliday {
  readonly date: PlainDate;
  readonly name: LocalizedText;
  /** The rest day that this one is given for; absent for the holiday itself. */
  readonly insteadOf?: PlainDate;
}

const NEW_YEAR: LocalizedText = { vi: 'Tết Dương lịch', en: "New Year's Day" };
const TET: LocalizedText = { vi: 'Tết Nguyên đán', en: 'Lunar New Year' };
const KINGS: LocalizedText = { vi: 'Giỗ Tổ Hùng Vương', en: "Hùng Kings' Day" };
const VICTORY: LocalizedText = { vi: 'Ngày Chiến thắng', en: 'Victory Day' };
const LABOUR: LocalizedText = { vi: 'Quốc tế Lao động', en: 'Labour Day' };
const NATIONAL: LocalizedText = { vi: 'Quốc khánh', en: 'National Day' };
const CULTURE: LocalizedText = { vi: 'Ngày Văn hóa Việt Nam', en: 'Vietnamese Culture Day' };

/** The first year in which 24 November is a day off (Resolution 28/2026/QH16, from 1 July 2026). */
const CULTURE_DAY_SINCE = 2026;

/** The holidays as the law names them, in order of date (Labour Code 45/2019, Art. 112). */
function lawfulHolidays(year: number): PublicHoliday[] {
  const tet = fromLunarDate({ year, month: 1, day: 1 });
  const firstOfSeptember = dateOf(year, 9, 1);
  return [
    { date: dateOf(year, 1, 1), name: NEW_YEAR },
    ...[-1, 0, 1, 2, 3].map((offset) => ({ date: addDays(tet, offset), name: TET })),
    { date: fromLunarDate({ year, month: 3, day: 10 }), name: KINGS },
    { date: dateOf(year, 4, 30), name: VICTORY },
    { date: dateOf(year, 5, 1), name: LABOUR },
    { date: isWeekend(firstOfSeptember) ? dateOf(year, 9, 3) : firstOfSeptember, name: NATIONAL },
    { date: dateOf(year, 9, 2), name: NATIONAL },
    ...(year >= CULTURE_DAY_SINCE ? [{ date: dateOf(year, 11, 24), name: CULTURE }] : []),
  ];
}

/**
 * The days off of a year by rule, in order of date: the lawful ones, and for each that falls on a weekend the next day that
 * is neither a weekend day nor off already. What the Government swaps in a year is not in it.
 */
export function publicHolidays(year: number): PublicHoliday[] {
  const lawful = lawfulHolidays(year);
  const taken = new Set(lawful.map(({ date }) => date));
  const moved = lawful
    .filter(({ date }) => isWeekend(date))
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, name }): PublicHoliday => {
      let free = addDays(date, 1);
      while (isWeekend(free) || taken.has(free)) free = addDays(free, 1);
      taken.add(free);
      return { date: free, name: { vi: `${name.vi} (nghỉ bù)`, en: `${name.en} (in lieu)` }, insteadOf: date };
    });
  return [...lawful, ...moved].toSorted((a, b) => (a.date < b.date ? -1 : 1));
}
