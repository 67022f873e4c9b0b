import { divideHalfUp, findDecimal, formatDecimal } from './exact';

/** An exact quotient; the denominator is above zero. Not always reduced: only printing needs that, and sums of millions do not pay for it. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };

/** @throws RangeError for a denominator of 0 */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError('division by zero');
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

/** The exact value of a decimal text with a decimal point (`0.52` is 52/100), or undefined when it is none. */
export function findFraction(text: string): Fraction | undefined {
  const found = findDecimal(text);
  return found && { numerator: found.unscaled, denominator: 10n ** BigInt(found.scale) };
}

/**
 * The exact value of a decimal text that was checked where it came in.
 * @throws RangeError when the text is no decimal
 */
export function decimalFraction(text: string): Fraction {
  const found = findFraction(text);
  if (!found) throw new RangeError(`not a decimal: ${text}`);
  return found;
}

/** A percentage as a share: `8.5` is 85/1000. */
export const percentFraction = (text: string): Fraction => {
  const { numerator, denominator } = decimalFraction(text);
  return { numerator, denominator: denominator * 100n };
};

export const isZero = (value: Fraction): boolean => value.numerator === 0n;
export const isPositive = (value: Fraction): boolean => value.numerator > 0n;

/** The denominator stays as small as it can without reducing at every step, so that sums of millions do not grow. */
export function add(a: Fraction, b: Fraction): Fraction {
  if (a.numerator === 0n) return b;
  if (b.numerator === 0n) return a;
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  if (a.denominator % b.denominator === 0n)
    return { numerator: a.numerator + b.numerator * (a.denominator / b.denominator), denominator: a.denominator };
  if (b.denominator % a.denominator === 0n)
    return { numerator: a.numerator * (b.denominator / a.denominator) + b.numerator, denominator: b.denominator };
  return reduce({ numerator: a.numerator * b.denominator + b.numerator * a.denominator, denominator: a.denominator * b.denominator });
}

export const negate = (a: Fraction): Fraction => ({ numerator: -a.numerator, denominator: a.denominator });

export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, negate(b));

export const multiply = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
});

/** @throws RangeError for a divisor of 0 */
export const divide = (a: Fraction, b: Fraction): Fraction => fraction(a.numerator * b.denominator, a.denominator * b.numerator);

export const sumOf = (values: readonly Fraction[]): Fraction => values.reduce(add, ZERO);

/** Below zero, zero or above zero as a is less than, equal to or more than b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const equals = (a: Fraction, b: Fraction): boolean => compare(a, b) === 0;
export const atLeast = (a: Fraction, low: Fraction): Fraction => (compare(a, low) < 0 ? low : a);
export const atMost = (a: Fraction, high: Fraction): Fraction => (compare(a, high) > 0 ? high : a);

/** The whole number next to it, halves away from zero. */
export const roundHalfUp = (value: Fraction): bigint => divideHalfUp(value.numerator, value.denominator);

/** The same value in lowest terms. */
export function reduce({ numerator, denominator }: Fraction): Fraction {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? ZERO : { numerator: numerator / a, denominator: denominator / a };
}

/** As people and files read it: a terminating decimal without trailing zeros, else the reduced `p/q`. */
export function formatFraction(value: Fraction): string {
  const { numerator, denominator } = reduce(value);
  let rest = denominator;
  let [twos, fives] = [0, 0];
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  if (rest !== 1n) return `${String(numerator)}/${String(denominator)}`;
  const scale = Math.max(twos, fives);
  return formatDecimal((numerator * 10n ** BigInt(scale)) / denominator, scale);
}

/** A decimal text without trailing zeros, `8.50` → `8.5`: the one way in which an exact value is shown. */
export const plainDecimal = (text: string): string => formatFraction(decimalFraction(text));

const QUOTIENT = /^(-?\d+)\/([1-9]\d*)$/;

/** Reads what `formatFraction` writes; undefined for any other text. */
export function findExact(text: string): Fraction | undefined {
  const parts = QUOTIENT.exec(text);
  return parts ? fraction(BigInt(parts[1] ?? ''), BigInt(parts[2] ?? '')) : findFraction(text);
}
