import fc from 'fast-check';
import type { Period } from './period';
import {
  findPeriod,
  findQuarter,
  lastYearOf,
  period,
  quarterContaining,
  quarterEnd,
  quarterOf,
  quarterWindow,
  splitWindow,
  wholeQuartersIn,
  windowOf,
  yearOfPeriod,
} from './period';
import type { PlainDate } from './plain-date';
import { addDays, dateOf, endOfMonth, fromEpochDay, plainDate, toEpochDay } from './plain-date';

const year = fc.integer({ min: 1902, max: 2198 });
const suffix = fc.constantFrom(
  '',
  '-H1',
  '-H2',
  '-9M',
  '-Q1',
  '-Q2',
  '-Q3',
  '-Q4',
  ...Array.from({ length: 12 }, (_, index) => `-${String(index + 1).padStart(2, '0')}`),
);
const anyPeriod = fc.tuple(year, suffix).map(([y, rest]) => period(`${String(y)}${rest}`));
const day = fc.integer({ min: -20_000, max: 80_000 }).map(fromEpochDay);

describe('windows', () => {
  it.each([
    ['2017', '2017-01-01', '2017-12-31'],
    ['2017-H1', '2017-01-01', '2017-06-30'],
    ['2017-H2', '2017-07-01', '2017-12-31'],
    ['2017-9M', '2017-01-01', '2017-09-30'],
    ['2017-Q1', '2017-01-01', '2017-03-31'],
    ['2017-Q4', '2017-10-01', '2017-12-31'],
    ['2016-02', '2016-02-01', '2016-02-29'],
  ])('%s runs from %s to %s', (text, from, to) => {
    expect(windowOf(period(text))).toEqual({ from, to });
  });

  it.each([
    ['2017', '2016-12-15', '2017-12-14'],
    ['2017-Q2', '2017-03-15', '2017-06-14'],
    ['2017-01', '2016-12-15', '2017-01-14'],
    ['2017-H2', '2017-06-15', '2017-12-14'],
  ])('by Decree 09, %s runs from %s to %s', (text, from, to) => {
    expect(windowOf(period(text), 'ND09')).toEqual({ from, to });
  });

  it('the quarters and the months of a year follow on one another without gap or overlap, in both calendars', () => {
    fc.assert(
      fc.property(
        year,
        fc.constantFrom('calendar' as const, 'ND09' as const),
        fc.constantFrom('quarters', 'months'),
        (y, calendar, parts) => {
          const names =
            parts === 'quarters'
              ? [1, 2, 3, 4].map((n) => `Q${String(n)}`)
              : Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
          const windows = names.map((name) => windowOf(period(`${String(y)}-${name}`), calendar));
          const whole = windowOf(period(String(y)), calendar);
          expect(windows[0]?.from).toBe(whole.from);
          expect(windows.at(-1)?.to).toBe(whole.to);
          windows.slice(1).forEach((window, index) => {
            expect(window.from).toBe(addDays(windows[index]?.to ?? ('' as PlainDate), 1));
          });
        },
      ),
    );
  });

  it('last year is the same window one year earlier', () => {
    fc.assert(
      fc.property(
        anyPeriod,
        (p) =>
          findPeriod(lastYearOf(p)) !== undefined &&
          yearOfPeriod(lastYearOf(p)) === yearOfPeriod(p) - 1 &&
          lastYearOf(p).slice(4) === p.slice(4),
      ),
    );
  });
});

it.each(['17', '2017-H3', '2017-Q0', '2017-Q5', '2017-00', '2017-13', '2017-6M', '2017-', '2017-q1', '1900', '2200', ' 2017', ''])(
  '"%s" is no period',
  (text) => {
    expect(findPeriod(text)).toBeUndefined();
    expect(() => period(text)).toThrow(expect.objectContaining({ code: 'bad_period', category: 'invalid' }));
  },
);

it('a broken period that came past the check is refused, not computed with', () => {
  expect(() => windowOf('nonsense' as Period)).toThrow(expect.objectContaining({ code: 'bad_period' }));
});

describe('quarters', () => {
  it('every day lies in exactly the quarter that contains it', () => {
    fc.assert(
      fc.property(day, (date) => {
        const { from, to } = quarterWindow(quarterContaining(date));
        expect(from <= date && date <= to).toBe(true);
      }),
    );
  });

  it('ends on the last day of March, June, September, December', () => {
    expect([1, 2, 3, 4].map((n) => quarterEnd(quarterOf(2017, n)))).toEqual(['2017-03-31', '2017-06-30', '2017-09-30', '2017-12-31']);
    expect(findQuarter('2017-Q3')).toBe('2017-Q3');
    expect(findQuarter('2017-H1')).toBeUndefined();
  });

  it('only whole quarters count', () => {
    expect(wholeQuartersIn({ from: plainDate('2016-12-15'), to: plainDate('2017-12-14') })).toEqual(['2017-Q1', '2017-Q2', '2017-Q3']);
    expect(wholeQuartersIn(windowOf(period('2017')))).toHaveLength(4);
    expect(wholeQuartersIn(windowOf(period('2017-05')))).toEqual([]);
  });
});

describe('splitWindow', () => {
  it('months and edges cover every day of the window once, and no edge is a whole month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 800 }), (from, length) => {
        const window = { from, to: addDays(from, length) };
        const { months, edges } = splitWindow(window);
        const pieces = [...months.map(({ year: y, month }) => ({ from: dateOf(y, month, 1), to: endOfMonth(y, month) })), ...edges].sort(
          (a, b) => (a.from < b.from ? -1 : 1),
        );
        expect(pieces[0]?.from).toBe(window.from);
        expect(pieces.at(-1)?.to).toBe(window.to);
        pieces.slice(1).forEach((piece, index) => {
          expect(toEpochDay(piece.from)).toBe(toEpochDay(pieces[index]?.to ?? piece.from) + 1);
        });
        expect(edges.length).toBeLessThanOrEqual(2);
        for (const edge of edges)
          expect(edge.from.endsWith('-01') && edge.to === endOfMonth(Number(edge.to.slice(0, 4)), Number(edge.to.slice(5, 7)))).toBe(false);
      }),
    );
  });
});
