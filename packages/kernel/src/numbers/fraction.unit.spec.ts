import fc from 'fast-check';
import {
  add,
  compare,
  decimalFraction,
  divide,
  equals,
  findExact,
  findFraction,
  formatFraction,
  fraction,
  multiply,
  ONE,
  percentFraction,
  plainDecimal,
  reduce,
  roundHalfUp,
  subtract,
  ZERO,
} from './fraction';

test.each([
  [fraction(141_075n, 100n), '1410.75'],
  [fraction(850_338n, 73n), '850338/73'],
  [fraction(2n, 8n), '0.25'],
  [fraction(-1n, 3n), '-1/3'],
  [fraction(5n, -10n), '-0.5'],
  [fraction(40n, 4n), '10'],
  [fraction(0n, 7n), '0'],
  [fraction(1n, 3_125n), '0.00032'],
])('%j prints as %s', (value, text) => {
  expect(formatFraction(value)).toBe(text);
});

test.each([
  ['0.52', fraction(52n, 100n)],
  ['-1.5', fraction(-3n, 2n)],
  ['25347', fraction(25_347n)],
])('%s is read exactly', (text, value) => {
  expect(equals(decimalFraction(text), value)).toBe(true);
});

test('a percentage is a share', () => {
  expect(equals(percentFraction('8.5'), fraction(17n, 200n))).toBe(true);
});

test('no text but a decimal is read, and nothing is divided by zero', () => {
  expect(() => decimalFraction('1,5')).toThrow(RangeError);
  expect(() => fraction(1n, 0n)).toThrow(RangeError);
  expect(() => divide(fraction(1n), ZERO)).toThrow(RangeError);
});

test.each([
  ['8.50', '8.5'],
  ['25347.0000', '25347'],
  ['0', '0'],
  ['0.0400', '0.04'],
])('%s is shown as %s', (text, shown) => {
  expect(plainDecimal(text)).toBe(shown);
});

test.each([
  [fraction(1n, 2n), 1n],
  [fraction(-1n, 2n), -1n],
  [fraction(3n, 2n), 2n],
  [fraction(49n, 100n), 0n],
])('%j rounds to %s', (value, rounded) => {
  expect(roundHalfUp(value)).toBe(rounded);
});

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([n, d]) => fraction(n, d));

test('sums and products are exact', () => {
  fc.assert(
    fc.property(fractions, fractions, fractions, (a, b, c) => {
      expect(equals(subtract(add(a, b), b), a)).toBe(true);
      expect(equals(multiply(add(a, b), c), add(multiply(a, c), multiply(b, c)))).toBe(true);
      expect(equals(reduce(a), a)).toBe(true);
      expect(compare(a, b)).toBe(-compare(b, a) + 0);
      if (!equals(b, ZERO)) expect(equals(multiply(divide(a, b), b), a)).toBe(true);
      expect(equals(findExact(formatFraction(a)) ?? ONE, a)).toBe(true);
    }),
  );
});

test('the denominator of a long sum stays small', () => {
  let sum = ZERO;
  for (let step = 1n; step <= 5_000n; step += 1n) sum = add(sum, fraction(step, [365n, 366n, 100n, 31n][Number(step % 4n)] ?? 1n));
  expect(sum.denominator).toBeLessThanOrEqual(365n * 366n * 100n * 31n);
});

test.each(['1/0', '1,5', '', '.5', '1e3', '1/-2', '--1'])('%p is no exact value', (text) => {
  expect(findExact(text)).toBeUndefined();
});

test.each([
  ['2911/2465', '2911/2465'],
  ['26.8750', '26.875'],
  ['10/4', '2.5'],
  ['-5225/94786', '-5225/94786'],
  ['0.98828125', '0.98828125'],
])('%s is read and printed as %s', (text, printed) => {
  expect(formatFraction(findExact(text) ?? ZERO)).toBe(printed);
});

test('decimals of any length are read without loss', () => {
  expect(findFraction('954969000000000.01')).toEqual(fraction(95_496_900_000_000_001n, 100n));
});
