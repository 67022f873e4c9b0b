import { divideHalfUp, decimal, formatDecimal, formatFixed, percentOf, scaleOf } from '@kcn/kernel';

/** An exact value num ÷ den, den above zero. Rounded only where it is printed. */
export interface Quantity {
  readonly num: bigint;
  readonly den: bigint;
}

export const PERCENT = 'percent';
const PERCENT_DECIMALS = 2;

const powerOfTen = (scale: number): bigint => 10n ** BigInt(scale);

/** A sum in smallest parts of its unit. */
export const quantityOfParts = (parts: bigint, unit: string): Quantity => ({ num: parts, den: powerOfTen(scaleOf(unit)) });

/** @throws DomainError invalid `bad_number` */
export function quantityOfText(text: string): Quantity {
  const { unscaled, scale } = decimal(text);
  return { num: unscaled, den: powerOfTen(scale) };
}

/** numerator ÷ denominator in percent; undefined ("–") when the divisor is not above zero. */
export function percentQuantity(numerator: bigint, denominator: bigint): Quantity | undefined {
  return denominator > 0n ? { num: numerator * 100n, den: denominator } : undefined;
}

/** actual ÷ divisor × 100 as printed; null when the divisor is not above zero. */
export function shareText(actual: Quantity, divisor: Quantity): string | null {
  return divisor.num > 0n ? percentOf(actual.num * divisor.den, actual.den * divisor.num, PERCENT_DECIMALS) : null;
}

/** (actual ÷ base − 1) × 100 as printed; null when the base is not above zero. */
export function growthText(actual: Quantity, base: Quantity): string | null {
  return base.num > 0n ? percentOf(actual.num * base.den - base.num * actual.den, base.num * actual.den, PERCENT_DECIMALS) : null;
}

/** Percentages with two decimals, half-up; anything else exactly and without trailing zeros (its den is a power of ten). */
export function quantityText({ num, den }: Quantity, unit: string): string {
  if (unit === PERCENT) return formatFixed(divideHalfUp(num * powerOfTen(PERCENT_DECIMALS), den), PERCENT_DECIMALS);
  return formatDecimal(num, den.toString().length - 1);
}

/** stated − computed, both as they are printed. */
export function differenceText(stated: string, computed: string): string {
  const [a, b] = [decimal(stated), decimal(computed)];
  const scale = Math.max(a.scale, b.scale);
  return formatDecimal(a.unscaled * powerOfTen(scale - a.scale) - b.unscaled * powerOfTen(scale - b.scale), scale);
}
