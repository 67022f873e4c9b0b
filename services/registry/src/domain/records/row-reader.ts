import { findDecimal, findPlainDate, findQuarter, fitsInt64, isCurrency, scaleOf } from '@kcn/kernel';
import { fault } from '../faults/fault-catalogue';
import type { Fault, FaultCode } from '../faults/fault-catalogue';

interface NumberRules {
  /** Default: any sign. */
  readonly atLeast?: 'zero' | 'above-zero';
}

/**
 * Reads the cells of one row, column by column. A bad cell is noted in `faults` and a placeholder returned, so that all
 * faults of a row come out at once; the row's content counts only while there are none.
 */
export interface RowReader {
  readonly faults: readonly Fault[];
  addFault(code: FaultCode, params?: Readonly<Record<string, string>>, column?: string): void;
  /** The cell as it stands; '' when absent. */
  raw(column: string): string;
  /** Free text, trimmed and in Unicode NFC. */
  text(column: string, maxLength?: number): string;
  optionalText(column: string, maxLength?: number): string;
  /** A text that identifies something; equal ones share one string. */
  code(column: string): string;
  /** Parts between `;`. */
  list(column: string): string[];
  oneOf(column: string, values: readonly string[]): string;
  date(column: string): string;
  optionalDate(column: string): string;
  quarter(column: string): string;
  currency(column: string): string;
  /** A quantity in the unit's smallest part. `decimals`: at most so many are written, default the unit's own. */
  measure(column: string, unit: string, rules?: NumberRules & { readonly decimals?: number }): bigint;
  optionalMeasure(column: string, unit: string, rules?: NumberRules & { readonly decimals?: number }): bigint | undefined;
  wholeNumber(column: string, options: { readonly min: number; readonly max: number }): number;
  optionalWholeNumber(column: string, options: { readonly min: number; readonly max: number }): number | undefined;
  /** An exact decimal as text, above zero. */
  positiveDecimal(column: string, decimals: number): string;
  taxCode(column: string): string;
}

export interface ReusableRowReader extends RowReader {
  /** Takes up the next row; its cells stand in the order given to the constructor. */
  load(cells: readonly string[]): void;
}

/** C0 controls but line breaks and tab, and the replacement character that a wrong decoding leaves. */
// eslint-disable-next-line no-control-regex
const DAMAGED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/;
const PLAIN_ASCII = /^[\u0020-\u007E]*$/;
const TAX_CODE = /^\d{10}(-?\d{3})?$|^\d{12}$/;
const MAX_NUMBER_LENGTH = 60;

const isTooLong = (text: string): boolean => text.length > MAX_NUMBER_LENGTH;

/** @param columns the columns in the order in which each row's cells will come */
export function createRowReader(columns: readonly string[]): ReusableRowReader {
  const indexOf = new Map(columns.map((column, index) => [column, index]));
  const known = new Map<string, string>();
  let cells: readonly string[] = [];
  let faults: Fault[] = [];

  const raw = (column: string): string => cells[indexOf.get(column) ?? -1] ?? '';
  const addFault = (code: FaultCode, params: Readonly<Record<string, string>> = {}, column?: string): void => {
    faults.push(fault(code, params, column));
  };
  /** Whether the cell holds something; notes `required` when it does not. */
  const isGiven = (column: string, value: string): boolean => {
    if (value !== '') return true;
    addFault('required', {}, column);
    return false;
  };

  function optionalText(column: string, maxLength = 4_000): string {
    const cell = raw(column);
    if (cell === '') return '';
    const plain = PLAIN_ASCII.test(cell);
    const value = plain ? cell.trim() : cell.trim().normalize('NFC');
    const first = value.charCodeAt(0);
    if (first === 61 || first === 43 || first === 64) addFault('formula', { value }, column);
    else if (!plain && DAMAGED.test(value)) addFault('damaged_text', { value }, column);
    else if (value.length > maxLength) addFault('text_too_long', { max: String(maxLength) }, column);
    return value;
  }

  function text(column: string, maxLength?: number): string {
    const value = optionalText(column, maxLength);
    isGiven(column, value);
    return value;
  }

  function code(column: string): string {
    const cell = raw(column);
    const before = known.get(cell);
    if (before !== undefined) return before;
    const count = faults.length;
    const value = text(column, 200);
    if (faults.length === count) known.set(cell, value);
    return value;
  }

  function readMeasure(
    column: string,
    value: string,
    unit: string,
    { atLeast, decimals = scaleOf(unit) }: NumberRules & { readonly decimals?: number } = {},
  ): bigint {
    const number = isTooLong(value) ? undefined : findDecimal(value);
    if (!number) {
      addFault('not_a_number', { value }, column);
      return 0n;
    }
    if (number.scale > decimals) {
      addFault('too_many_decimals', { value, unit, decimals: String(decimals) }, column);
      return 0n;
    }
    const amount = number.unscaled * 10n ** BigInt(scaleOf(unit) - number.scale);
    if (!fitsInt64(amount)) addFault('amount_too_large', { value }, column);
    else if (atLeast === 'zero' && amount < 0n) addFault('negative', { value }, column);
    else if (atLeast === 'above-zero' && amount <= 0n) addFault('not_positive', { value }, column);
    return amount;
  }

  function readWholeNumber(column: string, value: string, { min, max }: { readonly min: number; readonly max: number }): number {
    if (isTooLong(value) || !/^-?\d+$/.test(value)) {
      addFault('not_a_whole_number', { value }, column);
      return min;
    }
    const number = Number(value);
    if (number > max) addFault('number_too_large', { value, max: String(max) }, column);
    else if (number < min) addFault(min === 0 ? 'negative' : 'not_positive', { value }, column);
    return number;
  }

  function readDate(column: string, value: string): string {
    const date = findPlainDate(value);
    if (date === undefined) addFault('not_a_date', { value }, column);
    return value;
  }

  return {
    get faults() {
      return faults;
    },
    load(next) {
      cells = next;
      if (faults.length > 0) faults = [];
    },
    addFault,
    raw,
    text,
    optionalText,
    code,
    list(column) {
      const value = text(column);
      return value === ''
        ? []
        : value
            .split(';')
            .map((part) => part.trim())
            .filter((part) => part !== '');
    },
    oneOf(column, values) {
      const value = raw(column);
      if (!values.includes(value) && isGiven(column, value)) addFault('unknown_value', { value, allowed: values.join(', ') }, column);
      return value;
    },
    date(column) {
      const value = raw(column);
      return isGiven(column, value) ? readDate(column, value) : value;
    },
    optionalDate(column) {
      const value = raw(column);
      return value === '' ? value : readDate(column, value);
    },
    quarter(column) {
      const value = raw(column);
      const before = known.get(value);
      if (before !== undefined && value.length === 7) return before;
      if (isGiven(column, value)) {
        if (findQuarter(value) === undefined) addFault('not_a_quarter', { value }, column);
        else known.set(value, value);
      }
      return value;
    },
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
    wholeNumber(column, options) {
      const value = raw(column);
      return isGiven(column, value) ? readWholeNumber(column, value, options) : options.min;
    },
    optionalWholeNumber(column, options) {
      const value = raw(column);
      return value === '' ? undefined : readWholeNumber(column, value, options);
    },
    positiveDecimal(column, decimals) {
      const value = raw(column);
      if (!isGiven(column, value)) return value;
      const number = isTooLong(value) ? undefined : findDecimal(value);
      if (!number) addFault('not_a_number', { value }, column);
      else if (number.scale > decimals) addFault('too_many_decimals', { value, unit: column, decimals: String(decimals) }, column);
      else if (number.unscaled <= 0n) addFault('not_positive', { value }, column);
      else if (!fitsInt64(number.unscaled)) addFault('amount_too_large', { value }, column);
      return value;
    },
    taxCode(column) {
      const value = optionalText(column, 200);
      if (value !== '' && !TAX_CODE.test(value)) addFault('bad_tax_code', { value }, column);
      return value;
    },
  };
}
