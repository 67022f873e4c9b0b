import type { ReportingKind } from '@kcn/contracts';
import { findDecimal, findPeriod, fitsInt64, isCurrency, scaleOf } from '@kcn/kernel';
import type { OwnContent } from '../ports';
import { rowFault } from './row-fault';
import type { RowFault, RowFaultCode } from './row-fault';

/** One row's cells by column, and the faults found so far. */
interface RowCells {
  readonly faults: RowFault[];
  cell(column: string): string;
}

interface OwnLayout {
  readonly columns: readonly string[];
  /** The content; it counts only while no fault was added. */
  read(row: RowCells): OwnContent;
}

export const QUALIFIERS = ['exact', 'approx', 'at_least', 'estimate'] as const;
const MAX_TEXT = 4_000;
const MAX_NUMBER = 60;
/** Decimals of a value whose unit has no smallest part of its own: shares, points, averages. */
const FREE_DECIMALS = 6;
/** ha is kept finer than it may be written (FORMATS §1). */
const WRITTEN_DECIMALS: Readonly<Record<string, number>> = { ha: 4 };
// eslint-disable-next-line no-control-regex
const DAMAGED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/;

const add = (row: RowCells, code: RowFaultCode, column: string, value: string, more?: string): void => {
  row.faults.push(rowFault(code, { value, column, ...(more === undefined ? {} : { more }) }));
};

function optional(row: RowCells, column: string): string {
  const value = row.cell(column).trim().normalize('NFC');
  if (/^[=+@]/.test(value)) add(row, 'formula', column, value);
  else if (DAMAGED.test(value)) add(row, 'damaged_text', column, value);
  else if (value.length > MAX_TEXT) add(row, 'text_too_long', column, value, MAX_TEXT.toString());
  return value;
}

function required(row: RowCells, column: string): string {
  const value = optional(row, column);
  if (value === '') add(row, 'required', column, '', column);
  return value;
}

function oneOf(row: RowCells, column: string, allowed: readonly string[]): string {
  const value = required(row, column);
  if (value !== '' && !allowed.includes(value)) add(row, 'unknown_value', column, value, allowed.join(', '));
  return value;
}

const hasSmallestPart = (unit: string): boolean => isCurrency(unit) || unit === 'ha' || unit === 'm2';

/** An exact decimal in the unit named, which must fit 64 bits in the unit's smallest part. */
function decimalIn(row: RowCells, column: string, unit: string): string {
  const value = required(row, column);
  if (value === '') return value;
  const number = value.length > MAX_NUMBER ? undefined : findDecimal(value);
  const scale = hasSmallestPart(unit) ? scaleOf(unit) : FREE_DECIMALS;
  const written = hasSmallestPart(unit) ? (WRITTEN_DECIMALS[unit] ?? scale) : FREE_DECIMALS;
  if (!number) add(row, 'not_a_number', column, value);
  else if (number.scale > written) add(row, 'too_many_decimals', column, value, written.toString());
  else if (!fitsInt64(number.unscaled * 10n ** BigInt(scale - number.scale))) add(row, 'amount_too_large', column, value);
  return value;
}

function period(row: RowCells): string {
  const value = required(row, 'period');
  if (value !== '' && findPeriod(value) === undefined) add(row, 'bad_period', 'period', value);
  return value;
}

function year(row: RowCells): number {
  const value = required(row, 'year');
  const isYear = /^\d{4}$/.test(value) && findPeriod(value) !== undefined;
  if (value !== '' && !isYear) add(row, 'bad_year', 'year', value);
  return isYear ? Number(value) : 0;
}

/** The files that reporting owns (FORMATS §1). */
export const OWN_LAYOUTS: Readonly<Record<ReportingKind, OwnLayout>> = {
  'indicator-values': {
    columns: ['indicator', 'breakdown', 'period', 'value', 'unit', 'qualifier', 'note'],
    read(row) {
      const unit = required(row, 'unit');
      return {
        indicator: required(row, 'indicator'),
        breakdown: optional(row, 'breakdown'),
        period: period(row),
        value: decimalIn(row, 'value', unit),
        unit,
        qualifier: oneOf(row, 'qualifier', QUALIFIERS),
        note: optional(row, 'note'),
      };
    },
  },
  'plan-targets': {
    columns: ['indicator', 'breakdown', 'year', 'value', 'unit', 'decision_no', 'note'],
    read(row) {
      const unit = required(row, 'unit');
      return {
        indicator: required(row, 'indicator'),
        breakdown: optional(row, 'breakdown'),
        year: year(row),
        value: decimalIn(row, 'value', unit),
        unit,
        decisionNo: optional(row, 'decision_no'),
        note: optional(row, 'note'),
      };
    },
  },
  catalogue: {
    columns: ['code', 'name_vi', 'name_en', 'unit', 'kind', 'source', 'numerator', 'denominator', 'breakdowns'],
    read(row) {
      optional(row, 'numerator');
      optional(row, 'denominator');
      return {
        code: required(row, 'code'),
        nameVi: required(row, 'name_vi'),
        nameEn: required(row, 'name_en'),
        unit: required(row, 'unit'),
        kind: required(row, 'kind'),
        source: required(row, 'source'),
        breakdowns: optional(row, 'breakdowns'),
      };
    },
  },
};

/** What a file's name says it holds: `plan-targets.csv`, `indicators.xlsx`. */
export function findOwnFile(name: string): { readonly kind: ReportingKind; readonly format: 'csv' | 'xlsx' } | undefined {
  const [, stem = '', extension = ''] = /^(indicator-values|plan-targets|catalogue|indicators)\.(csv|xlsx)$/i.exec(name.trim()) ?? [];
  if (stem === '') return undefined;
  const lower = stem.toLowerCase();
  return { kind: lower === 'indicators' ? 'catalogue' : (lower as ReportingKind), format: extension.toLowerCase() as 'csv' | 'xlsx' };
}
