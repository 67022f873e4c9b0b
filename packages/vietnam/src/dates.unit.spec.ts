import { fromEpochDay } from '@kcn/kernel';
import fc from 'fast-check';
import { findDate, formatDate } from './dates';

it('a date printed and read is the same date', () => {
  fc.assert(
    fc.property(fc.integer({ min: -25_000, max: 84_000 }), (day) => {
      const date = fromEpochDay(day);
      expect(findDate(formatDate(date))).toBe(date);
    }),
  );
});

it('puts the day first', () => {
  expect(findDate('1/2/2017')).toBe('2017-02-01');
  expect(findDate('13/02/2017')).toBe('2017-02-13');
});

it.each(['29/02/2017', '31/04/2017', '02/13/2017', '0/1/2017', '1-2-2017', '01/02/17', ''])('"%s" is no day', (text) => {
  expect(findDate(text)).toBeUndefined();
});
