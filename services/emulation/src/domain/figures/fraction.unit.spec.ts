import fc from 'fast-check';
import {
  add,
  compare,
  divide,
  equals,
  findExact,
  findFraction,
  formatExact,
  formatHundredths,
  fraction,
  multiply,
  subtract,
  toHundredths,
  ZERO,
} from './fraction';

describe('fractions', () => {
  it.each([
    ['0.5', '0.5'],
    ['2911/2465', '2911/2465'],
    ['26.8750', '26.875'],
    ['10/4', '2.5'],
    ['-5225/94786', '-5225/94786'],
    ['0.000', '0'],
    ['120', '120'],
    ['1/3', '1/3'],
    ['0.98828125', '0.98828125'],
  ])('prints %s exactly as %s', (text, printed) => {
    expect(formatExact(findExact(text) ?? ZERO)).toBe(printed);
  });

  it.each(['1/0', '1,5', '', '.5', '1e3', '1/-2', '--1'])('does not read %p', (text) => {
    expect(findExact(text)).toBeUndefined();
  });

  it.each([
    ['26.875', '26.88'],
    ['26.8749999', '26.87'],
    ['-0.005', '-0.01'],
    ['0.004', '0.00'],
    ['1/3', '0.33'],
    ['2/3', '0.67'],
  ])('rounds %s half away from zero to %s', (exact, printed) => {
    expect(formatHundredths(toHundredths(findExact(exact) ?? ZERO))).toBe(printed);
  });

  it('refuses a denominator of 0', () => {
    expect(() => fraction(1n, 0n)).toThrow(RangeError);
    expect(() => divide(fraction(1n), ZERO)).toThrow(RangeError);
  });

  const anyFraction = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
    .map(([numerator, denominator]) => fraction(numerator, denominator));

  it('obeys the laws of arithmetic and reads what it prints', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(add(subtract(a, b), b)).toEqual(a);
        if (!equals(b, ZERO)) expect(multiply(divide(a, b), b)).toEqual(a);
        expect(compare(a, b)).toBe(-compare(b, a) + 0);
        expect(findExact(formatExact(a))).toEqual(a);
      }),
      { numRuns: 200 },
    );
  });

  it('reads decimals of any length without loss', () => {
    expect(findFraction('954969000000000.01')).toEqual(fraction(95496900000000001n, 100n));
  });
});
