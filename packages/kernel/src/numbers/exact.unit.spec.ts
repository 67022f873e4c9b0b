import fc from 'fast-check';
import { decimal, divideHalfUp, findDecimal, findScaled, fitsInt64, formatDecimal, formatFixed, percentOf } from './exact';

const big = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const nonZero = big.filter((value) => value !== 0n);
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

describe('divideHalfUp', () => {
  it.each([
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
    [1n, -2n, -1n],
    [3n, 2n, 2n],
    [5n, 2n, 3n],
    [149n, 100n, 1n],
    [-149n, 100n, -1n],
    [0n, -7n, 0n],
  ])('%s ÷ %s is %s: a half goes away from zero', (n, d, expected) => {
    expect(divideHalfUp(n, d)).toBe(expected);
  });

  it('is never further than a half from the exact quotient', () => {
    fc.assert(
      fc.property(big, nonZero, (n, d) => {
        const twiceRest = 2n * magnitude(divideHalfUp(n, d) * d - n);
        expect(twiceRest).toBeLessThanOrEqual(magnitude(d));
      }),
    );
  });

  it('is symmetric about zero', () => {
    fc.assert(
      fc.property(big, nonZero, (n, d) => divideHalfUp(-n, d) === -divideHalfUp(n, d) && divideHalfUp(-n, -d) === divideHalfUp(n, d)),
    );
  });

  it('refuses to divide by zero', () => {
    expect(() => divideHalfUp(1n, 0n)).toThrow(RangeError);
  });
});

describe('decimals as text', () => {
  it('formatting and reading gives the value back', () => {
    fc.assert(
      fc.property(big, fc.integer({ min: 0, max: 12 }), (value, scale) => {
        expect(findScaled(formatFixed(value, scale), scale)).toBe(value);
        expect(findScaled(formatDecimal(value, scale), scale)).toBe(value);
      }),
    );
  });

  it.each([
    [1250n, 2, '12.5', '12.50'],
    [1000n, 2, '10', '10.00'],
    [100n, 0, '100', '100'],
    [0n, 2, '0', '0.00'],
    [-5n, 2, '-0.05', '-0.05'],
    [-500n, 2, '-5', '-5.00'],
  ])('%s with %i decimals is %s or %s', (value, scale, short, fixed) => {
    expect(formatDecimal(value, scale)).toBe(short);
    expect(formatFixed(value, scale)).toBe(fixed);
  });

  it('reads exactly what was written', () => {
    expect(decimal('12.50')).toEqual({ unscaled: 1250n, scale: 2 });
    expect(decimal('-0.5')).toEqual({ unscaled: -5n, scale: 1 });
    expect(decimal('007')).toEqual({ unscaled: 7n, scale: 0 });
  });

  it.each(['', '-', '.5', '5.', '1,5', '1e3', '+1', ' 1', '1 ', '0x10', '１２', 'NaN', '1.2.3'])('"%s" is no number', (text) => {
    expect(findDecimal(text)).toBeUndefined();
    expect(() => decimal(text)).toThrow(expect.objectContaining({ code: 'bad_number', category: 'invalid' }));
  });

  it('is undefined when there are more digits than the unit has, zeros apart', () => {
    expect(findScaled('1.005', 2)).toBeUndefined();
    expect(findScaled('1.5', 0)).toBeUndefined();
    expect(findScaled('1.500', 1)).toBe(15n);
  });
});

describe('percentOf', () => {
  it('gives the ratios that the board printed wrongly', () => {
    expect(percentOf(293n, 349n)).toBe('83.95');
  });

  it('rounds once, from the exact quotient', () => {
    expect(percentOf(4445n, 1_000_000n, 1)).toBe('0.4');
    expect(percentOf(1n, 3n)).toBe('33.33');
    expect(percentOf(-1n, 800n)).toBe('-0.13');
  });
});

it('fitsInt64 knows both ends', () => {
  expect([2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n, -(2n ** 63n) - 1n].map(fitsInt64)).toEqual([true, true, false, false]);
});
