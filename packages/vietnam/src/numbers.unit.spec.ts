import { divideHalfUp, findScaled } from '@kcn/kernel';
import fc from 'fast-check';
import { findPlainForm, findVietnameseForm, formatNumber, formatPercent } from './numbers';

describe('numbers as Vietnamese documents print them', () => {
  it.each([
    [126150n, 2, '1.261,5'],
    [0n, 0, '0'],
    [-1234567n, 0, '-1.234.567'],
    [999n, 0, '999'],
    [1000n, 0, '1.000'],
    [-5n, 2, '-0,05'],
    [581630150n, 6, '581,63015'],
  ])('%s with %i decimals kept is %s', (value, scale, printed) => {
    expect(formatNumber(value, { scale })).toBe(printed);
  });

  it('rounds half-up when fewer decimals are asked for, and pads when more are', () => {
    expect(formatNumber(125n, { scale: 2, decimals: 1 })).toBe('1,3');
    expect(formatNumber(-125n, { scale: 2, decimals: 1 })).toBe('-1,3');
    expect(formatNumber(124n, { scale: 2, decimals: 0 })).toBe('1');
    expect(formatNumber(5n, { decimals: 2 })).toBe('5,00');
  });

  it('printing and reading gives the value back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 8 }), (value, scale) => {
        const plain = findPlainForm(formatNumber(value, { scale }));
        expect(plain === undefined ? undefined : findScaled(plain, scale)).toBe(value);
      }),
    );
  });

  it('plain → Vietnamese → plain is the same text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.stringMatching(/^(\.\d{1,6})?$/), (whole, fraction) => {
        const plain = `${String(whole)}${fraction}`;
        expect(findPlainForm(findVietnameseForm(plain) ?? '')).toBe(plain);
      }),
    );
  });

  it.each(['1.5', '1,2,3', '12.34', '1.2345', ',5', '5,', '1 000', '', '-', '1e5', '1.000.00'])('"%s" is not a number here', (text) => {
    expect(findPlainForm(text)).toBeUndefined();
  });

  it('a dot separates thousands, never decimals', () => {
    expect(findPlainForm('1.261')).toBe('1261');
    expect(findPlainForm('85,1')).toBe('85.1');
    expect(findVietnameseForm('abc')).toBeUndefined();
  });
});

describe('per cent', () => {
  it('gives one decimal by default and two when asked: the ratio the board printed wrongly', () => {
    expect(formatPercent(293n, 349n)).toBe('84,0%');
    expect(formatPercent(293n, 349n, { decimals: 2 })).toBe('83,95%');
  });

  it('rounds once, from the exact quotient', () => {
    // 0.4444…45 would become 0.45 and then 0.5 if it were rounded twice.
    expect(formatPercent(4445n, 1_000_000n, { decimals: 1 })).toBe('0,4%');
    expect(formatPercent(445n, 100_000n, { decimals: 2 })).toBe('0,45%');
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 15n }), (n, d) => {
        const printed = findPlainForm(formatPercent(n, d).slice(0, -1));
        expect(printed === undefined ? undefined : findScaled(printed, 1)).toBe(divideHalfUp(n * 1000n, d));
      }),
    );
  });
});
