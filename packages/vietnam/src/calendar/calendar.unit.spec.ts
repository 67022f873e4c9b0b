import { addDays, plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { fromLunarDate, toLunarDate } from './lunar-calendar';
import { publicHolidays } from './public-holidays';
import { isWeekend } from './weekend';
import { createWorkingCalendar } from './working-calendar';

/** Day 1 of Tết as it was kept, and as calendars print it. */
const TET = [
  '2007-02-17',
  '2015-02-19',
  '2016-02-08',
  '2017-01-28',
  '2018-02-16',
  '2019-02-05',
  '2020-01-25',
  '2021-02-12',
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-02',
  '2031-01-23',
  '2032-02-11',
  '2033-01-31',
  '2034-02-19',
  '2035-02-08',
];
const KINGS_DAY = [
  '2025-04-07',
  '2026-04-26',
  '2027-04-16',
  '2028-04-04',
  '2029-04-23',
  '2030-04-12',
  '2031-04-01',
  '2032-04-19',
  '2033-04-09',
  '2034-04-28',
  '2035-04-17',
];

const yearIn = (date: string): number => Number(date.slice(0, 4));
const datesOff = (year: number): string[] => publicHolidays(year).map(({ date }) => date);

test.each(TET)('Tết is on %s', (date) => {
  expect(fromLunarDate({ year: yearIn(date), month: 1, day: 1 })).toBe(date);
  expect(toLunarDate(plainDate(date))).toEqual({ year: yearIn(date), month: 1, day: 1, isLeapMonth: false });
});

test.each(KINGS_DAY)('Giỗ Tổ is on %s', (date) => {
  expect(fromLunarDate({ year: yearIn(date), month: 3, day: 10 })).toBe(date);
});

// Vietnam's calendar went apart from the Chinese one in 1985: Tết a month earlier.
test('goes by the moon over Hà Nội', () => {
  expect(fromLunarDate({ year: 1985, month: 1, day: 1 })).toBe('1985-01-21');
});

test.each([
  ['2023-03-22', { year: 2023, month: 2, day: 1, isLeapMonth: true }],
  ['2025-07-25', { year: 2025, month: 6, day: 1, isLeapMonth: true }],
  ['2020-05-23', { year: 2020, month: 4, day: 1, isLeapMonth: true }],
  ['2026-12-31', { year: 2026, month: 11, day: 23, isLeapMonth: false }],
])('knows the leap months: %s', (date, lunar) => {
  expect(toLunarDate(plainDate(date))).toEqual(lunar);
});

test('a lunar date goes there and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60_000 }), (offset) => {
      const date = addDays(plainDate('1950-01-01'), offset);
      const lunar = toLunarDate(date);
      fc.pre(!lunar.isLeapMonth);
      expect(fromLunarDate(lunar)).toBe(date);
    }),
  );
});

test.each([
  [2025, '01-01 01-28 01-29 01-30 01-31 02-01 02-03 04-07 04-30 05-01 09-01 09-02'],
  [2026, '01-01 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 09-01 09-02 11-24'],
  [2027, '01-01 02-05 02-06 02-07 02-08 02-09 02-10 02-11 04-16 04-30 05-01 05-03 09-01 09-02 11-24'],
  // 30/4 is a Sunday and 1/5 off already; 29/1 and 2/9 are Saturdays; 1/1 is one too.
  [2028, '01-01 01-03 01-25 01-26 01-27 01-28 01-29 01-31 04-04 04-30 05-01 05-02 09-01 09-02 09-04 11-24'],
  // 1/9 is a Saturday, so 3/9 joins 2/9, a Sunday that moves to the day after.
  [2029, '01-01 02-12 02-13 02-14 02-15 02-16 04-23 04-30 05-01 09-02 09-03 09-04 11-24 11-26'],
])('days off in %i', (year, days) => {
  expect(datesOff(year)).toEqual(days.split(' ').map((day) => `${String(year)}-${day}`));
});

test('a moved holiday says what it is for', () => {
  expect(publicHolidays(2026).find(({ date }) => date === '2026-04-27')).toEqual({
    date: '2026-04-27',
    name: { vi: 'Giỗ Tổ Hùng Vương (nghỉ bù)', en: "Hùng Kings' Day (in lieu)" },
    insteadOf: '2026-04-26',
  });
});

const VECTORS = [
  ['2026-11-20', 3, '2026-11-26'],
  ['2026-11-20', 10, '2026-12-07'],
  ['2026-11-23', 5, '2026-12-01'],
  ['2026-02-12', 5, '2026-02-26'],
  ['2026-04-24', 7, '2026-05-08'],
  ['2026-08-28', 10, '2026-09-15'],
  ['2026-12-30', 15, '2027-01-21'],
] as const;

test.each(VECTORS)('%s + %i working days is %s', (from, days, due) => {
  const calendar = createWorkingCalendar();
  expect(calendar.addWorkingDays(plainDate(from), days)).toBe(due);
  expect(calendar.workingDaysBetween(plainDate(from), plainDate(due))).toBe(days);
});

test('the swap of 31/8/2026 listed by a board moves a due date', () => {
  const listed = [...datesOff(2026), '2026-08-31'].map((date) => ({ date: plainDate(date), name: '' }));
  expect(createWorkingCalendar(listed).addWorkingDays(plainDate('2026-08-28'), 10)).toBe('2026-09-16');
});

test('a board’s list replaces the rule in its years only', () => {
  const calendar = createWorkingCalendar([{ date: plainDate('2026-03-02'), name: 'Ngày riêng' }]);
  expect(calendar.isWorkingDay(plainDate('2026-03-02'))).toBe(false);
  expect(calendar.isWorkingDay(plainDate('2026-02-17'))).toBe(true);
  expect(calendar.isWorkingDay(plainDate('2027-02-08'))).toBe(false);
});

test.each([
  ['2026-09-01', '2026-09-03'],
  ['2026-09-03', '2026-09-03'],
  ['2026-02-14', '2026-02-23'],
])('the working day from %s on is %s', (date, next) => {
  expect(createWorkingCalendar().nextWorkingDay(plainDate(date))).toBe(next);
});

test.each([0, -1, 1.5])('%d is no number of working days', (days) => {
  expect(() => createWorkingCalendar().addWorkingDays(plainDate('2026-01-05'), days)).toThrow(RangeError);
});

test('due dates rise, are worked, and more days off never make them earlier', () => {
  const day = fc.integer({ min: 0, max: 4_000 }).map((offset) => addDays(plainDate('2024-01-01'), offset));
  const calendar = createWorkingCalendar();
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 40 }), day, (from, days, extra) => {
      const due = calendar.addWorkingDays(from, days);
      expect(calendar.isWorkingDay(due)).toBe(true);
      expect(calendar.addWorkingDays(from, days + 1) > due).toBe(true);
      expect(calendar.workingDaysBetween(from, due)).toBe(days);
      const listed = [...datesOff(yearIn(extra)), extra].map((date) => ({ date: plainDate(date), name: '' }));
      expect(createWorkingCalendar(listed).addWorkingDays(from, days) >= due).toBe(true);
    }),
  );
});

test('no day off moves to another day off', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1960, max: 2150 }), (year) => {
      const holidays = publicHolidays(year);
      expect(new Set(holidays.map(({ date }) => date)).size).toBe(holidays.length);
      for (const { date, insteadOf } of holidays) if (insteadOf) expect([isWeekend(date), isWeekend(insteadOf)]).toEqual([false, true]);
    }),
  );
});
