import { divideHalfUp, findDecimal, formatDecimal, formatFixed } from '@kcn/kernel';

const group = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, '.');

/** Digits with a decimal point as a Vietnamese document prints them: `1261.5` → `1.261,5`. The text is not checked. */
function toVietnamese(plain: string): string {
  const negative = plain.startsWith('-');
  const [whole = '', fraction] = (negative ? plain.slice(1) : plain).split('.');
  return `${negative ? '-' : ''}${group(whole)}${fraction === undefined ? '' : `,${fraction}`}`;
}

export interface FormatNumberOptions {
  /** Decimals of the value's smallest part: 2 for USD cents. */
  readonly scale?: number;
  /** Always that many decimals; default: as many as there are. Rounded half-up when fewer than the value has. */
  readonly decimals?: number;
}

/** `formatNumber(126150n, { scale: 2 })` is `1.261,5`: dots between thousands, a comma before decimals. */
export function formatNumber(value: bigint, { scale = 0, decimals }: FormatNumberOptions = {}): string {
  if (decimals === undefined) return toVietnamese(formatDecimal(value, scale));
  const atDecimals = decimals >= scale ? value * 10n ** BigInt(decimals - scale) : divideHalfUp(value, 10n ** BigInt(scale - decimals));
  return toVietnamese(formatFixed(atDecimals, decimals));
}

/** Plain digits with a decimal point in Vietnamese form; undefined when the text is not that. */
export const findVietnameseForm = (plain: string): string | undefined => (findDecimal(plain) ? toVietnamese(plain) : undefined);

const SHAPE = /^-?(\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/;

/**
 * A number written the Vietnamese way as plain digits with a decimal point: `1.261,5` → `1261.5`. A dot only ever separates
 * thousands (`1.261` is one thousand two hundred and sixty-one), so `1.5` is not a number here and gives undefined.
 */
export const findPlainForm = (vietnamese: string): string | undefined =>
  SHAPE.test(vietnamese) ? vietnamese.replaceAll('.', '').replace(',', '.') : undefined;

/**
 * numerator ÷ denominator in per cent, half-up from the exact quotient: `formatPercent(293n, 349n)` is `84,0%`. Documents
 * print one decimal; figures keep two (`percentOf` of the kernel).
 * @throws RangeError when the denominator is 0
 */
export const formatPercent = (numerator: bigint, denominator: bigint, { decimals = 1 }: { readonly decimals?: number } = {}): string =>
  `${formatNumber(divideHalfUp(numerator * 100n * 10n ** BigInt(decimals), denominator), { scale: decimals, decimals })}%`;
