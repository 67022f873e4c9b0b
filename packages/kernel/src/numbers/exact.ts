import { invalid } from '../errors/domain-error';

/** The quotient rounded half away from zero. The one place where integers are rounded. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('division by zero');
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** An exact decimal: `unscaled` × 10^−`scale`. */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

const SHAPE = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The exact decimal, or undefined when the text is not plain digits with an optional decimal point. */
export function findDecimal(text: string): Decimal | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const fraction = match[3] ?? '';
  const unscaled = BigInt(`${match[2] ?? ''}${fraction}`);
  return { unscaled: match[1] === '-' ? -unscaled : unscaled, scale: fraction.length };
}

/** @throws DomainError invalid `bad_number` */
export function decimal(text: string): Decimal {
  const found = findDecimal(text);
  if (!found)
    throw invalid('bad_number', {
      vi: `"${text}" không phải là một số (dấu chấm thập phân, không có dấu phân cách nghìn)`,
      en: `"${text}" is not a number (decimal point, no thousands separator)`,
    });
  return found;
}

/** The value in units of 10^−scale, or undefined when it has more digits than that. */
export function findScaled(text: string, scale: number): bigint | undefined {
  const found = findDecimal(text);
  if (!found) return undefined;
  if (found.scale <= scale) return found.unscaled * 10n ** BigInt(scale - found.scale);
  const cut = 10n ** BigInt(found.scale - scale);
  return found.unscaled % cut === 0n ? found.unscaled / cut : undefined;
}

/** `formatDecimal(1250n, 2)` is `12.5`: no trailing zeros, no thousands separator. */
export function formatDecimal(unscaled: bigint, scale: number): string {
  const fixed = formatFixed(unscaled, scale);
  return scale === 0 ? fixed : fixed.replace(/\.?0+$/, '') || '0';
}

/** `formatFixed(1250n, 2)` is `12.50`: always `scale` decimals. */
export function formatFixed(unscaled: bigint, scale: number): string {
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${negative ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`}`;
}

/** numerator ÷ denominator × 100 with `decimals` decimals, half-up from the exact quotient: `percentOf(293n, 349n)` is `83.95`. */
export function percentOf(numerator: bigint, denominator: bigint, decimals = 2): string {
  return formatFixed(divideHalfUp(numerator * 100n * 10n ** BigInt(decimals), denominator), decimals);
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Whether the amount can travel and be stored as a 64-bit integer. */
export const fitsInt64 = (value: bigint): boolean => value >= INT64_MIN && value <= INT64_MAX;
