import fc from 'fast-check';
import {
  addDays,
  dateOf,
  dayOf,
  daysInMonth,
  endOfMonth,
  findPlainDate,
  fromEpochDay,
  isLeapYear,
  monthOf,
  oneYearEarlier,
  plainDate,
  toEpochDay,
  yearOf,
} from './plain-date';

/** 1900-01-01 to 2199-12-31, with room to move by ± 1 year. */
const epochDay = fc.integer({ min: -25_000, max: 83_000 });
const day = epochDay.map(fromEpochDay);

it('counts days: epoch day → date → epoch day', () => {
  fc.assert(fc.property(epochDay, (n) => toEpochDay(fromEpochDay(n)) === n && findPlainDate(fromEpochDay(n)) !== undefined));
});

it('is made of its parts', () => {
  fc.assert(fc.property(day, (date) => dateOf(yearOf(date), monthOf(date), dayOf(date)) === date));
});

it('sorts as text as it does in time', () => {
  fc.assert(fc.property(day, day, (a, b) => a < b === toEpochDay(a) < toEpochDay(b)));
});

it('adding days and taking them away comes back, and a year is as long as its leap rule says', () => {
  fc.assert(fc.property(day, fc.integer({ min: -400, max: 400 }), (date, n) => addDays(addDays(date, n), -n) === date));
  fc.assert(
    fc.property(
      fc.integer({ min: 1900, max: 2198 }),
      (year) => toEpochDay(dateOf(year + 1, 1, 1)) - toEpochDay(dateOf(year, 1, 1)) === (isLeapYear(year) ? 366 : 365),
    ),
  );
});

it.each([
  [1900, 28],
  [2000, 29],
  [2016, 29],
  [2017, 28],
  [2100, 28],
])('February %i has %i days', (year, days) => {
  expect(daysInMonth(year, 2)).toBe(days);
  expect(endOfMonth(year, 2)).toBe(`${String(year)}-02-${String(days)}`);
});

it.each([
  '2017-02-29',
  '2017-04-31',
  '2017-00-10',
  '2017-13-01',
  '2017-01-00',
  '2017-1-1',
  '1899-12-31',
  '2200-01-01',
  '2017-01-01T00:00',
  '20170101',
  '',
  '２０１７-01-01',
])('"%s" is no day', (text) => {
  expect(findPlainDate(text)).toBeUndefined();
  expect(() => plainDate(text)).toThrow(expect.objectContaining({ code: 'bad_date', category: 'invalid' }));
});

it('one year before 29 February is 28 February', () => {
  expect(oneYearEarlier(plainDate('2016-02-29'))).toBe('2015-02-28');
  expect(oneYearEarlier(plainDate('2017-02-28'))).toBe('2016-02-28');
});
