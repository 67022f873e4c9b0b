import fc from 'fast-check';
import { findMeasure, formatMeasure, isCurrency, scaleOf } from './measure-unit';

it('1 ha is 1,000,000 parts and 1 m² is 100, so that areas in ha and in m² add up', () => {
  expect(findMeasure('1', 'ha')).toBe(1_000_000n);
  expect(findMeasure('10000', 'm2')).toBe(findMeasure('1', 'ha'));
  expect(formatMeasure(581_630_150n, 'ha')).toBe('581.63015');
});

it('takes no finer parts than a unit has', () => {
  expect(findMeasure('0.5', 'VND')).toBeUndefined();
  expect(findMeasure('0.001', 'USD')).toBeUndefined();
  expect(findMeasure('1.5', 'project')).toBeUndefined();
  expect(findMeasure('x', 'USD')).toBeUndefined();
});

it('reads what it prints, in every unit', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.constantFrom('VND', 'USD', 'ha', 'm2', 'person'),
      (value, unit) => findMeasure(formatMeasure(value, unit), unit) === value,
    ),
  );
});

it('a unit named like a member of every object is a unit of wholes, not a surprise', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    expect(scaleOf(name)).toBe(0);
    expect(findMeasure('7', name)).toBe(7n);
    expect(isCurrency(name)).toBe(false);
  }
});

it('knows currencies from other units', () => {
  expect(['VND', 'USD', 'EUR'].map(isCurrency)).toEqual([true, true, true]);
  expect(['ha', 'm2', 'XXX', 'usd', ''].map(isCurrency)).toEqual([false, false, false, false, false]);
});
