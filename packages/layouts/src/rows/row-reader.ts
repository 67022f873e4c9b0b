import type { FaultCode } from '../faults/fault-catalogue';
import type { Fault, FaultParams } from '../faults/faults';

interface SignRules {
  /** Default: any sign. */
  readonly atLeast?: 'zero' | 'above-zero';
}

export interface MeasureRules extends SignRules {
  /** At most so many are written; default the unit's own. */
  readonly decimals?: number;
}

export interface DecimalRules extends SignRules {
  /** At most so many are written. */
  readonly decimals: number;
}

export interface WholeNumberRules {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads the cells of one row, column by column. A bad cell is noted in `faults` and comes out as it stands (or as zero), so
 * that all faults of a row are found at once; the row's content counts only while there are none. An `optional…` cell may
 * be empty, any other must not; an empty text comes out as '', an empty number as undefined.
 */
export interface RowReader<Column extends string = string, Code extends string = FaultCode> {
  readonly faults: readonly Fault[];
  addFault(code: Code, params?: FaultParams, column?: Column): void;
  /** The cell as it stands; '' when absent. */
  raw(column: Column): string;

  /** Free text, trimmed and in Unicode NFC. `maxLength`: UTF-16 units, default 4 000. */
  text(column: Column, maxLength?: number): string;
  optionalText(column: Column, maxLength?: number): string;
  /** A text of at most 200 that identifies something; equal ones share one string. */
  code(column: Column): string;
  /** Parts between `;`, at least one. */
  list(column: Column): string[];
  oneOf<const Value extends string>(column: Column, values: readonly Value[]): Value;
  /** 10 digits, a branch's with 3 more, or 12; may be empty. */
  taxCode(column: Column): string;

  /** `2017-09-30` */
  date(column: Column): string;
  optionalDate(column: Column): string;
  /** `2026-03` */
  month(column: Column): string;
  /** `2017-Q4` */
  quarter(column: Column): string;
  /** 1901 to 2199 */
  year(column: Column): number;
  /** Any period of reports: `2017`, `2017-H1`, `2017-9M`, `2017-Q3`, `2017-05`. */
  period(column: Column): string;

  /** A currency whose amounts can be kept. */
  currency(column: Column): string;
  /** A quantity or an amount, in the smallest part of `unit` (đồng, cent, 0.01 m², m³/day). */
  measure(column: Column, unit: string, rules?: MeasureRules): bigint;
  optionalMeasure(column: Column, unit: string, rules?: MeasureRules): bigint | undefined;
  wholeNumber(column: Column, rules: WholeNumberRules): number;
  optionalWholeNumber(column: Column, rules: WholeNumberRules): number | undefined;
  /** An exact decimal as its text: a rate, a price, a concentration. */
  decimal(column: Column, rules: DecimalRules): string;
  optionalDecimal(column: Column, rules: DecimalRules): string;
  /** 0 to 100, an exact decimal as its text. */
  percent(column: Column, rules: { readonly decimals: number }): string;
  optionalPercent(column: Column, rules: { readonly decimals: number }): string;
  /** A value in a unit that the row itself names, as its text: as fine as the unit may be written, 6 decimals for shares and averages. */
  decimalIn(column: Column, unit: string): string;
}

/** A reader that is used for row after row. */
export interface ReusableRowReader<Column extends string = string, Code extends string = FaultCode> extends RowReader<Column, Code> {
  /** Takes up the next row; its cells stand in the order of the columns that the reader was made with. */
  load(cells: readonly string[]): void;
}
