import fc from 'fast-check';
import { instant, instantFromDate, instantToDate } from './instant';

it('is kept in UTC with milliseconds', () => {
  expect(instant('2026-11-25T04:10:00Z')).toBe('2026-11-25T04:10:00.000Z');
  expect(instant('2026-11-25T04:10:00+07:00')).toBe('2026-11-24T21:10:00.000Z');
  expect(instant('2026-11-25T04:10Z')).toBe('2026-11-25T04:10:00.000Z');
});

it('cuts what is finer than milliseconds', () => {
  expect(instant('2026-11-25T04:10:00.123999Z')).toBe('2026-11-25T04:10:00.123Z');
});

it.each([
  '2026-02-30T00:00:00Z',
  '2026-04-31T10:00+07:00',
  '2026-11-25',
  '2026-11-25T04:10:00',
  '2026-11-25T25:00:00Z',
  '2026-11-25 04:10:00Z',
  'now',
  '',
])('"%s" is no instant', (text) => {
  expect(() => instant(text)).toThrow(expect.objectContaining({ code: 'bad_instant', category: 'invalid' }));
});

it('goes to a Date and back, and sorts as it reads', () => {
  const date = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(date, date, (a, b) => {
      expect(instantToDate(instantFromDate(a))).toEqual(a);
      expect(instantFromDate(a) < instantFromDate(b)).toBe(a < b);
    }),
  );
});
