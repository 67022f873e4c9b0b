import { formatDecimal, formatMeasure } from '@kcn/kernel';
import type { LocalizedText } from '@kcn/kernel';
import { findVietnameseForm } from '@kcn/vietnam';
import { formatFraction, roundHalfUp } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';

/** Decimals of the approximation that stands beside a fraction which never ends. */
const APPROXIMATE_DECIMALS = 4;

/** A decimal text as documents in both languages print it. */
export const shownDecimal = (text: string): LocalizedText => ({ vi: findVietnameseForm(text) ?? text, en: text });

/** An area in 0.01 m². */
export const shownArea = (areaHundredthsM2: bigint): LocalizedText => shownDecimal(formatMeasure(areaHundredthsM2, 'm2'));

/** An exact value; one that never ends as its fraction with an approximation. */
export function shownFraction(value: Fraction): LocalizedText {
  const exact = formatFraction(value);
  if (!exact.includes('/')) return shownDecimal(exact);
  const scaled = roundHalfUp({ numerator: value.numerator * 10n ** BigInt(APPROXIMATE_DECIMALS), denominator: value.denominator });
  const near = shownDecimal(formatDecimal(scaled, APPROXIMATE_DECIMALS));
  return { vi: `${exact} (≈ ${near.vi})`, en: `${exact} (≈ ${near.en})` };
}
