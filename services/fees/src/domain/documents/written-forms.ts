import { formatDecimal } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { formatFraction, roundHalfUp } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import { formatDate, formatNumber } from '@kcn/vietnam';
import { shownDecimal } from '../invoices/shown-numbers';

/** Decimals that a letter prints of an amount in another currency; the invoice's explanation has all of them. */
const PRINTED_DECIMALS = 4;

/** Whole đồng as `1.234.567`. */
export const dong = (amount: bigint): string => formatNumber(amount);

/** A decimal text as `1.234,5`. */
export const decimal = (text: string): string => shownDecimal(text).vi;

/** An exact value with at most four decimals; `≈` where it has more. */
export function printedFraction(value: Fraction): string {
  const exact = formatFraction(value);
  const decimals = exact.split('.')[1] ?? '';
  if (!exact.includes('/') && decimals.length <= PRINTED_DECIMALS) return decimal(exact);
  const scaled = roundHalfUp({ numerator: value.numerator * 10n ** BigInt(PRINTED_DECIMALS), denominator: value.denominator });
  return `≈ ${decimal(formatDecimal(scaled, PRINTED_DECIMALS))}`;
}

/** đồng has no name beside its figure; every other currency has. */
export const inCurrency = (amount: string, currency: string): string => (currency === 'VND' ? amount : `${amount} ${currency}`);

export const span = (from: PlainDate, to: PlainDate): string => `từ ${formatDate(from)} đến ${formatDate(to)}`;

const QUARTERS = ['I', 'II', 'III', 'IV'] as const;

const PERIOD = /^(\d{4})(?:-(Q[1-4]|H[12]|\d{2}))?$/;

/** A billing period in a table: `2026-Q2` → `quý II/2026`. */
export function shortPeriodName(period: string): string {
  const [, year, part] = PERIOD.exec(period) ?? [];
  if (year === undefined || part === undefined) return periodName(period);
  if (part.startsWith('Q')) return `quý ${QUARTERS[Number(part.slice(1)) - 1] ?? ''}/${year}`;
  return part.startsWith('H') ? `nửa ${part === 'H1' ? 'đầu' : 'cuối'} ${year}` : `tháng ${String(Number(part))}/${year}`;
}

/** A billing period within a sentence: `2026-Q2` → `quý II năm 2026`; what is none stays as it is. */
export function periodName(period: string): string {
  const [, year, part] = PERIOD.exec(period) ?? [];
  if (year === undefined) return `kỳ ${period}`;
  if (part === undefined) return `năm ${year}`;
  if (part.startsWith('Q')) return `quý ${QUARTERS[Number(part.slice(1)) - 1] ?? ''} năm ${year}`;
  if (part.startsWith('H')) return `6 tháng ${part === 'H1' ? 'đầu' : 'cuối'} năm ${year}`;
  // By the decree on clerical work months below 3 have a zero before them.
  return `tháng ${Number(part) < 3 ? part : String(Number(part))} năm ${year}`;
}
