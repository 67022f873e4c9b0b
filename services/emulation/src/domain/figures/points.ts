import { divideHalfUp, formatFixed } from '@kcn/kernel';
import { fraction } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';

export const HUNDRED: Fraction = fraction(100n);

/** The value × 100, rounded half away from zero: the one place where exact points become hundredths. */
export const toHundredths = (a: Fraction): bigint => divideHalfUp(a.numerator * 100n, a.denominator);
export const fromHundredths = (hundredths: bigint): Fraction => fraction(hundredths, 100n);
/** `27.5` points are 2750 hundredths and print as `27.50`. */
export const formatHundredths = (hundredths: bigint): string => formatFixed(hundredths, 2);
