import { findDecimal, fitsInt64, isCurrency, scaleOf } from '@kcn/kernel';
import type { Decimal } from '@kcn/kernel';
import type { RowCells } from './row-cells';
import type { DecimalRules, MeasureRules, RowReader, WholeNumberRules } from './row-reader';

type NumberCells = Pick<
  RowReader,
  | 'currency'
  | 'measure'
  | 'optionalMeasure'
  | 'wholeNumber'
  | 'optionalWholeNumber'
  | 'decimal'
  | 'optionalDecimal'
  | 'percent'
  | 'optionalPercent'
  | 'decimalIn'
>;

const LONGEST_NUMBER = 60;
/** Decimals of a value whose unit has no smallest part of its own: shares, points, averages. */
const FREE_DECIMALS = 6;
/** A hectare is kept finer than it may be written. */
const HECTARE_DECIMALS = 4;

const isTooLong = (text: string): boolean => text.length > LONGEST_NUMBER;
const hasSmallestPart = (unit: string): boolean => isCurrency(unit) || unit === 'ha' || unit === 'm2';

export function createNumberCells({ raw, addFault, isGiven }: RowCells): NumberCells {
  /** The number; undefined, with the fault noted, when it is none or too fine. */
  function readNumber(column: string, value: string, { unit, decimals }: { readonly unit: string; readonly decimals: number }) {
    const number = isTooLong(value) ? undefined : findDecimal(value);
    if (!number) {
      addFault('not_a_number', { value }, column);
      return undefined;
    }
    if (number.scale <= decimals) return number;
    addFault('too_many_decimals', { value, unit, decimals: String(decimals) }, column);
    return undefined;
  }

  /** @param kept the number as it will be kept, which must fit 64 bits */
  function checkSize(column: string, value: string, kept: bigint, atLeast: MeasureRules['atLeast']): boolean {
    if (!fitsInt64(kept)) addFault('amount_too_large', { value }, column);
    else if (atLeast === 'zero' && kept < 0n) addFault('negative', { value }, column);
    else if (atLeast === 'above-zero' && kept <= 0n) addFault('not_positive', { value }, column);
    else return true;
    return false;
  }

  function readMeasure(column: string, value: string, unit: string, { atLeast, decimals = scaleOf(unit) }: MeasureRules = {}): bigint {
    const number = readNumber(column, value, { unit, decimals });
    if (!number) return 0n;
    const amount = number.unscaled * 10n ** BigInt(scaleOf(unit) - number.scale);
    checkSize(column, value, amount, atLeast);
    return amount;
  }

  function readDecimal(column: string, value: string, { atLeast, decimals }: DecimalRules): Decimal | undefined {
    const number = readNumber(column, value, { unit: column, decimals });
    return number && checkSize(column, value, number.unscaled, atLeast) ? number : undefined;
  }

  function readPercent(column: string, value: string, decimals: number): string {
    const number = readDecimal(column, value, { decimals, atLeast: 'zero' });
    if (number && number.unscaled > 100n * 10n ** BigInt(number.scale)) addFault('number_too_large', { value, max: '100' }, column);
    return value;
  }

  function readWholeNumber(column: string, value: string, { min, max }: WholeNumberRules): number {
    if (isTooLong(value) || !/^-?\d+$/.test(value)) {
      addFault('not_a_whole_number', { value }, column);
      return min;
    }
    const number = Number(value);
    if (number > max) addFault('number_too_large', { value, max: String(max) }, column);
    else if (number < min) addFault(min === 0 ? 'negative' : 'not_positive', { value }, column);
    return number;
  }

  return {
    currency(column) {
      const value = raw(column);
      if (value === 'VND') return 'VND';
      if (value === 'USD') return 'USD';
      if (isGiven(column, value) && !isCurrency(value)) addFault('unknown_currency', { value }, column);
      return value;
    },
    measure(column, unit, rules) {
      const value = raw(column);
      return isGiven(column, value) ? readMeasure(column, value, unit, rules) : 0n;
    },
    optionalMeasure(column, unit, rules) {
      const value = raw(column);
      return value === '' ? undefined : readMeasure(column, value, unit, rules);
    },
    wholeNumber(column, rules) {
      const value = raw(column);
      return isGiven(column, value) ? readWholeNumber(column, value, rules) : rules.min;
    },
    optionalWholeNumber(column, rules) {
      const value = raw(column);
      return value === '' ? undefined : readWholeNumber(column, value, rules);
    },
    decimal(column, rules) {
      const value = raw(column);
      if (isGiven(column, value)) readDecimal(column, value, rules);
      return value;
    },
    optionalDecimal(column, rules) {
      const value = raw(column);
      if (value !== '') readDecimal(column, value, rules);
      return value;
    },
    percent(column, { decimals }) {
      const value = raw(column);
      return isGiven(column, value) ? readPercent(column, value, decimals) : value;
    },
    optionalPercent(column, { decimals }) {
      const value = raw(column);
      return value === '' ? value : readPercent(column, value, decimals);
    },
    decimalIn(column, unit) {
      const value = raw(column);
      if (!isGiven(column, value)) return value;
      const scale = hasSmallestPart(unit) ? scaleOf(unit) : FREE_DECIMALS;
      const number = readNumber(column, value, { unit: unit || column, decimals: unit === 'ha' ? HECTARE_DECIMALS : scale });
      if (number) checkSize(column, value, number.unscaled * 10n ** BigInt(scale - number.scale), undefined);
      return value;
    },
  };
}
