import { divideHalfUp, findDecimal, formatDecimal, formatFixed } from '@kcn/kernel';

/** An exact rational number, always in lowest terms with a denominator above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const abs = (n: bigint): bigint => (n < 0n ? -n : n);

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** @throws RangeError for a denominator of 0 */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError('division by zero');
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export const ZERO: Fraction = fraction(0n);
export const ONE: Fraction = fraction(1n);
export const HUNDRED: Fraction = fraction(100n);

/** The exact value of a decimal text with a decimal point, or undefined when it is none. */
export function findFraction(text: string): Fraction | undefined {
  const found = findDecimal(text);
  return found && fraction(found.unscaled, 10n ** BigInt(found.scale));
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, { numerator: -b.numerator, denominator: b.denominator });
export const multiply = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.numerator, a.denominator * b.denominator);
/** @throws RangeError for a divisor of 0 */
export const divide = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.denominator, a.denominator * b.numerator);
export const sumOf = (values: readonly Fraction[]): Fraction => values.reduce(add, ZERO);

/** Below 0, 0 or above 0 as a is below, equal to or above b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

export const equals = (a: Fraction, b: Fraction): boolean => compare(a, b) === 0;
export const isZero = (a: Fraction): boolean => a.numerator === 0n;
export const isPositive = (a: Fraction): boolean => a.numerator > 0n;
export const atLeast = (a: Fraction, low: Fraction): Fraction => (compare(a, low) < 0 ? low : a);
export const atMost = (a: Fraction, high: Fraction): Fraction => (compare(a, high) > 0 ? high : a);

/** The value × 100, rounded half away from zero: the one place where exact points become hundredths. */
export const toHundredths = (a: Fraction): bigint => divideHalfUp(a.numerator * 100n, a.denominator);
export const fromHundredths = (hundredths: bigint): Fraction => fraction(hundredths, 100n);
/** `27.5` points are 2750 hundredths and print as `27.50`. */
export const formatHundredths = (hundredths: bigint): string => formatFixed(hundredths, 2);

/** A terminating value as a decimal without trailing zeros, any other as reduced `p/q`. */
export function formatExact(a: Fraction): string {
  let rest = a.denominator;
  let scale = 0;
  for (const prime of [2n, 5n]) {
    let power = 0;
    for (; rest % prime === 0n; rest /= prime) power += 1;
    scale = Math.max(scale, power);
  }
  if (rest !== 1n) return `${String(a.numerator)}/${String(a.denominator)}`;
  return formatDecimal((a.numerator * 10n ** BigInt(scale)) / a.denominator, scale);
}

const QUOTIENT = /^(-?\d+)\/([1-9]\d*)$/;

/** Reads what `formatExact` writes; undefined for any other text. */
export function findExact(text: string): Fraction | undefined {
  const parts = QUOTIENT.exec(text);
  return parts ? fraction(BigInt(parts[1] ?? ''), BigInt(parts[2] ?? '')) : findFraction(text);
}
